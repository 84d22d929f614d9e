package dev.profileguard.iam.trust;

/// A trust policy that IAM would not have taken. The message says where and what.
public final class MalformedTrustPolicyException extends IllegalArgumentException {
    /// @param message names the element, such as `Statement[0].Effect`
    public MalformedTrustPolicyException(String message) {
        super(message);
    }

    /// @param cause why it could not even be read
    public MalformedTrustPolicyException(String message, Throwable cause) {
        super(message, cause);
    }
}
