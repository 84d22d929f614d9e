package dev.profileguard.sandbox.aws.query;

import org.jspecify.annotations.Nullable;

/// A parameter is not of its type, such as a text for a number. IAM returns the error
/// `MalformedInput` without a message.
final class MalformedInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedInput(@Nullable Throwable cause) {
        super(cause);
    }
}
