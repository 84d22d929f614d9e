package dev.profileguard.iam.policy;

/// A managed policy that is attached to a role.
///
/// @param name such as `AmazonEKSWorkerNodePolicy`
/// @param arn such as `arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy`
public record AttachedPolicy(String name, String arn) {
    /// The policy with this ARN. Its name is what follows the last slash.
    public static AttachedPolicy of(String arn) {
        return new AttachedPolicy(arn.substring(arn.lastIndexOf('/') + 1), arn);
    }

    /// Whether AWS manages the policy: only AWS can change it.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html
    public boolean isAwsManaged() {
        return arn.contains(":iam::aws:policy/");
    }
}
