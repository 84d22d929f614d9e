package dev.profileguard.sandbox.aws.cloudformation;

/// The stack that the sandbox deploys to an account: the values of the pseudo parameters.
///
/// @param account `AWS::AccountId`, twelve digits
public record Stack(String account) {
    /// The stack in the account of a sandbox that is given no other.
    public static final Stack DEFAULT = new Stack("123456789012");

    /// `AWS::Region`: where EventBridge receives IAM's events.
    public static final String REGION = "us-east-1";

    /// `AWS::Partition`.
    public static final String PARTITION = "aws";

    /// `AWS::StackName`.
    public static final String NAME = "profile-guard";

    /// An ARN in this account and region.
    public String arn(String service, String resource) {
        return "arn:%s:%s:%s:%s:%s".formatted(PARTITION, service, REGION, account, resource);
    }

    /// An ARN of IAM, which has no region.
    public String iamArn(String resource) {
        return "arn:%s:iam::%s:%s".formatted(PARTITION, account, resource);
    }
}
