package dev.profileguard.aws.compute;

import dev.profileguard.aws.query.QueryException;
import dev.profileguard.compute.ComputeException;
import dev.profileguard.text.VisibleText;

/// The errors of calls as errors of the ports.
final class Failures {
    private static final int LONGEST = 600;

    private Failures() {}

    /// @param action what was called
    static ComputeException of(String region, String action, QueryException error) {
        return new ComputeException(
                error.code(),
                VisibleText.excerpt("%s in %s: %s".formatted(action, region, error.why()), LONGEST),
                error);
    }
}
