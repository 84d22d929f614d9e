package dev.profileguard.sandbox.aws.cloudtrail;

import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.util.UUID;

/// Who makes a call, and from where.
///
/// @param requestId what the service hands back
public record Origin(Caller caller, String userAgent, String sourceAddress, String requestId) {
    /// The origin of a call whose request ID nobody has told yet.
    public Origin(Caller caller, String userAgent, String sourceAddress) {
        this(caller, userAgent, sourceAddress, UUID.randomUUID().toString());
    }

    /// The same, of the next call.
    public Origin again() {
        return new Origin(caller, userAgent, sourceAddress);
    }
}
