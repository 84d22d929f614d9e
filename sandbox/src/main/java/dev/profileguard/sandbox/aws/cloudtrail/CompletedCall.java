package dev.profileguard.sandbox.aws.cloudtrail;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A completed call to an AWS service, as CloudTrail records it.
///
/// @param host of the service, such as `ec2.amazonaws.com`
/// @param operation such as `RunInstances`
/// @param request its parameters; null: CloudTrail records none
/// @param response the response of a write that succeeded; null: CloudTrail records none
/// @param errorCode as CloudTrail spells it; null: it succeeded
public record CompletedCall(
        Origin origin,
        String host,
        String operation,
        Instant time,
        @Nullable Map<String, Object> request,
        @Nullable Map<String, Object> response,
        @Nullable String errorCode,
        @Nullable String errorMessage) {
    /// The service as in its host, such as `ec2`.
    public String service() {
        return host.substring(0, host.indexOf('.'));
    }

    /// Whether it is a read. EventBridge receives no events of reads.
    boolean readOnly() {
        return operation.startsWith("Get")
                || operation.startsWith("Describe")
                || operation.startsWith("List")
                || operation.startsWith("Simulate");
    }

    /// What the record says about it. Calls to STS are reads there, and EventBridge receives
    /// AssumeRole all the same.
    /// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
    boolean recordedReadOnly() {
        return readOnly() || service().equals("sts");
    }
}
