package dev.profileguard.sandbox.aws.iam;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.IamResponse;

/// Notified of every completed call, in the order in which the calls took effect.
@FunctionalInterface
public interface CallObserver {
    /// A call has completed. Exactly one of `response` and `error` is not null.
    void completed(
            IamCall call,
            @Nullable IamResponse response,
            @Nullable IamException error,
            Duration took);
}
