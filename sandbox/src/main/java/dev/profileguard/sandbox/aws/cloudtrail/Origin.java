package dev.profileguard.sandbox.aws.cloudtrail;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.util.UUID;

/// The caller of an operation and its client.
///
/// @param requestId the service returns it
public record Origin(Caller caller, String userAgent, String sourceAddress, String requestId) {
    /// An origin with a new request ID.
    public Origin(Caller caller, String userAgent, String sourceAddress) {
        this(caller, userAgent, sourceAddress, UUID.randomUUID().toString());
    }

    /// The same for the next call, with a new request ID.
    public Origin next() {
        return new Origin(caller, userAgent, sourceAddress);
    }
}
