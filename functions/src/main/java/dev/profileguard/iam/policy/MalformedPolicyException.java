package dev.profileguard.iam.policy;

import dev.profileguard.text.QuotedError;
import dev.profileguard.text.VisibleText;

/// A policy document that IAM would reject. The message names the policy, the element and what is
/// wrong with it.
public final class MalformedPolicyException extends IllegalArgumentException {
    /// @param message names the element, such as `Statement[0].Effect`
    public MalformedPolicyException(String message) {
        super(VisibleText.message(message));
    }

    /// @param cause the error of the JSON parser
    public MalformedPolicyException(String message, Throwable cause) {
        super(VisibleText.message(message), QuotedError.shownCause(cause));
    }
}
