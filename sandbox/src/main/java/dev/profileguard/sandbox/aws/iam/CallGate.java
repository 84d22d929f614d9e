package dev.profileguard.sandbox.aws.iam;

/// Decides whether IAM accepts a call. Faults and permissions are gates.
@FunctionalInterface
public interface CallGate {
    /// Returns if IAM accepts the call, or throws the error that IAM returns instead.
    ///
    /// @throws software.amazon.awssdk.services.iam.model.IamException the error
    void admit(IamCall call);
}
