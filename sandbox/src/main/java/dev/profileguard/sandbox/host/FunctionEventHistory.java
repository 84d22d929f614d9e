package dev.profileguard.sandbox.host;

import dev.profileguard.aws.EventHistory;
import dev.profileguard.event.LookupKey;
import dev.profileguard.sandbox.aws.cloudtrail.Lookup;
import dev.profileguard.sandbox.aws.cloudtrail.PastCall;
import dev.profileguard.sandbox.aws.cloudtrail.PastCalls;
import dev.profileguard.sandbox.aws.error.ServiceErrors;
import dev.profileguard.sandbox.fault.Faults;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Timeline;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// CloudTrail's event history as the functions read it. The timeline records each lookup; a lookup
/// fails when the fault settings demand it.
///
/// @param identity of the function
public record FunctionEventHistory(
        PastCalls calls,
        Faults faults,
        Timeline timeline,
        InstantSource clock,
        FunctionIdentity identity)
        implements EventHistory {
    private static final String OPERATION = "LookupEvents";
    private static final int PAGE_SIZE = 50;

    @Override
    public Page page(LookupKey key, Instant since, @Nullable String token) {
        String refusal = refusal();
        timeline.add(
                Entry.of(clock.instant(), Entry.Kind.CALL)
                        .by(identity.role().arn())
                        .in(identity.function().logicalId(), null)
                        .to("cloudtrail")
                        .about(OPERATION, key.value())
                        .ended(refusal == null ? "ok" : "AccessDeniedException", null));
        if (refusal != null) {
            throw ServiceErrors.of(
                    AwsServiceException.builder(),
                    "CloudTrail",
                    400,
                    "AccessDeniedException",
                    refusal);
        }
        Lookup lookup = new Lookup(attribute(key), key.value(), since, Instant.MAX);
        PastCalls.Found found = calls.find(lookup, PAGE_SIZE, token);
        return new Page(found.calls().stream().map(PastCall::text).toList(), found.next());
    }

    private static Lookup.Attribute attribute(LookupKey key) {
        return switch (key.attribute()) {
            case RESOURCE_NAME -> Lookup.Attribute.RESOURCE_NAME;
            case EVENT_ID -> Lookup.Attribute.EVENT_ID;
            case EVENT_NAME -> Lookup.Attribute.EVENT_NAME;
        };
    }

    /// Null: the call is allowed, and no fault is set.
    private @Nullable String refusal() {
        return faults.takeFailure(OPERATION)
                ? "LookupEvents is refused: a fault that was set in the sandbox"
                : identity.authorizer().refusal(EventHistory.PERMISSION, "*");
    }
}
