package dev.profileguard.sandbox.aws.cloudtrail;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.util.UUID;

/// The caller of an operation and its client.
///
/// @param requestId the service returns it
/// @param region that the call is made in, such as `us-east-1`
public record Origin(
        Caller caller, String userAgent, String sourceAddress, String requestId, String region) {
    /// An origin in the stack's region.
    public Origin(Caller caller, String userAgent, String sourceAddress, String requestId) {
        this(caller, userAgent, sourceAddress, requestId, Stack.REGION);
    }

    /// An origin in the stack's region with a new request ID.
    public Origin(Caller caller, String userAgent, String sourceAddress) {
        this(caller, userAgent, sourceAddress, UUID.randomUUID().toString());
    }

    /// The account in which the call is made: that of the caller.
    public String account() {
        return caller.accountId();
    }

    /// The same for the next call, with a new request ID.
    public Origin next() {
        return new Origin(caller, userAgent, sourceAddress, UUID.randomUUID().toString(), region);
    }

    /// The same in another region.
    public Origin in(String other) {
        return new Origin(caller, userAgent, sourceAddress, requestId, other);
    }
}
