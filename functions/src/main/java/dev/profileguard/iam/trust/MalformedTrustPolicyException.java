package dev.profileguard.iam.trust;

import dev.profileguard.text.QuotedError;
import dev.profileguard.text.VisibleText;

/// A trust policy that IAM would reject. The message names the element and what is wrong with it.
public final class MalformedTrustPolicyException extends IllegalArgumentException {
    /// @param message names the element, such as `Statement[0].Effect`
    public MalformedTrustPolicyException(String message) {
        super(VisibleText.message(message));
    }

    /// @param cause the error of the JSON parser
    public MalformedTrustPolicyException(String message, Throwable cause) {
        super(VisibleText.message(message), QuotedError.shownCause(cause));
    }
}
