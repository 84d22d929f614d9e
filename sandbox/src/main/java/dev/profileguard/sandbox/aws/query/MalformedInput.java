package dev.profileguard.sandbox.aws.query;

import org.jspecify.annotations.Nullable;

/// A parameter is not of its type: a number that is none, say. IAM answers `MalformedInput` and
/// says no more.
final class MalformedInput extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedInput(@Nullable Throwable cause) {
        super(cause);
    }
}
