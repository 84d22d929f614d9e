package dev.profileguard.sandbox.aws.cloudtrail;

import java.time.Duration;

/// Records completed calls to services other than IAM.
@FunctionalInterface
public interface Trail {
    /// Records a call.
    ///
    /// @param took how long it took, in real time
    void add(CompletedCall call, Duration took);
}
