package dev.profileguard.sandbox.host;

import dev.profileguard.aws.EventHistory;
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
import software.amazon.awssdk.services.cloudtrail.model.CloudTrailException;

/// CloudTrail's event history as the functions read it. The timeline records each lookup; a lookup
/// fails when the fault settings demand it.
public record FunctionEventHistory(
        PastCalls calls, Faults faults, Timeline timeline, InstantSource clock)
        implements EventHistory {
    private static final String OPERATION = "LookupEvents";
    private static final int PAGE_SIZE = 50;

    @Override
    public Page page(String resource, Instant since, @Nullable String token) {
        boolean fails = faults.takeFailure(OPERATION);
        timeline.add(
                Entry.of(clock.instant(), Entry.Kind.CALL)
                        .about(OPERATION, resource)
                        .ended(fails ? "AccessDeniedException" : "ok", null));
        if (fails) {
            throw ServiceErrors.of(
                    CloudTrailException.builder(),
                    "CloudTrail",
                    400,
                    "AccessDeniedException",
                    "LookupEvents is refused: a fault that was set in the sandbox");
        }
        Lookup lookup = new Lookup(Lookup.Attribute.RESOURCE_NAME, resource, since, Instant.MAX);
        PastCalls.Found found = calls.find(lookup, PAGE_SIZE, token);
        return new Page(found.calls().stream().map(PastCall::text).toList(), found.next());
    }
}
