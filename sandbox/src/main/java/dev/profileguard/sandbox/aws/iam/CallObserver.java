package dev.profileguard.sandbox.aws.iam;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.IamResponse;

/// Hears of every call once it is answered, in the order in which they took effect.
@FunctionalInterface
public interface CallObserver {
    /// Exactly one of `response` and `error` is there.
    void completed(
            IamCall call,
            @Nullable IamResponse response,
            @Nullable IamException error,
            Duration took);
}
