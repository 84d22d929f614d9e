package dev.profileguard.sandbox.aws.cloudformation;

/// The stack that the sandbox deploys: the values of the pseudo parameters.
public final class Stack {
    /// `AWS::AccountId`.
    public static final String ACCOUNT = "123456789012";

    /// `AWS::Region`: where EventBridge receives IAM's events.
    public static final String REGION = "us-east-1";

    /// `AWS::Partition`.
    public static final String PARTITION = "aws";

    /// `AWS::StackName`.
    public static final String NAME = "profile-guard";

    private Stack() {}

    /// An ARN in this account and region.
    public static String arn(String service, String resource) {
        return "arn:%s:%s:%s:%s:%s".formatted(PARTITION, service, REGION, ACCOUNT, resource);
    }

    /// An ARN of IAM, which has no region.
    public static String iamArn(String resource) {
        return "arn:%s:iam::%s:%s".formatted(PARTITION, ACCOUNT, resource);
    }
}
