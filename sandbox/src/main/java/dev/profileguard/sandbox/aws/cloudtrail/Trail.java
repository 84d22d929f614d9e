package dev.profileguard.sandbox.aws.cloudtrail;

import java.time.Duration;

/// Hears of each call to a service other than IAM, once it is answered.
@FunctionalInterface
public interface Trail {
    /// Records a call.
    ///
    /// @param took real time
    void add(AnsweredCall call, Duration took);
}
