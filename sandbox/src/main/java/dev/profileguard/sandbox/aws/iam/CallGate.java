package dev.profileguard.sandbox.aws.iam;

/// Decides whether a call reaches IAM: faults and permissions are made of these.
@FunctionalInterface
public interface CallGate {
    /// Lets the call pass, or throws what IAM answers instead.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.IamException the answer
    void admit(IamCall call);
}
