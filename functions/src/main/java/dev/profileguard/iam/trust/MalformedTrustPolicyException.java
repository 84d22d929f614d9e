package dev.profileguard.iam.trust;

/// A trust policy that IAM would reject. The message names the element and what is wrong with it.
public final class MalformedTrustPolicyException extends IllegalArgumentException {
    /// @param message names the element, such as `Statement[0].Effect`
    public MalformedTrustPolicyException(String message) {
        super(message);
    }

    /// @param cause the error of the JSON parser
    public MalformedTrustPolicyException(String message, Throwable cause) {
        super(message, cause);
    }
}
