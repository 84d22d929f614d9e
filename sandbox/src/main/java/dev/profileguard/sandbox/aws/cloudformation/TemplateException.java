package dev.profileguard.sandbox.aws.cloudformation;

import dev.profileguard.text.VisibleText;

/// The template, or a value for one of its parameters, is wrong. The message is for the person who
/// runs the sandbox.
public final class TemplateException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /// An error that only the message explains.
    ///
    /// @param message what is wrong with what, and what it should be
    public TemplateException(String message) {
        super(VisibleText.message(message));
    }

    /// An error with the exception behind it.
    ///
    /// @param message what is wrong with what, and what it should be
    public TemplateException(String message, Throwable cause) {
        super(VisibleText.message(message), cause);
    }
}
