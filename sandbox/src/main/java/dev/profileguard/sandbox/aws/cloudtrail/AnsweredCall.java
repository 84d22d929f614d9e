package dev.profileguard.sandbox.aws.cloudtrail;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One call to a service of AWS, and its answer, as CloudTrail tells them.
///
/// @param host of the service, such as `ec2.amazonaws.com`
/// @param operation such as `RunInstances`
/// @param request its parameters; null: none are told
/// @param response of a write that succeeded; null: nothing is told
/// @param errorCode as CloudTrail spells it; null: it succeeded
public record AnsweredCall(
        Origin origin,
        String host,
        String operation,
        Instant time,
        @Nullable Map<String, Object> request,
        @Nullable Map<String, Object> response,
        @Nullable String errorCode,
        @Nullable String errorMessage) {
    /// Whether it changes nothing, so that EventBridge is not told.
    boolean readOnly() {
        return operation.startsWith("Get")
                || operation.startsWith("List")
                || operation.startsWith("Simulate");
    }
}
