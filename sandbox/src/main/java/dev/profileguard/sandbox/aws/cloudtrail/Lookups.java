package dev.profileguard.sandbox.aws.cloudtrail;

import dev.profileguard.aws.EventHistory;
import dev.profileguard.sandbox.fault.Faults;
import dev.profileguard.sandbox.fault.ServiceError;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Timeline;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.cloudtrail.model.CloudTrailException;

/// The functions' way to the past calls: each lookup is told, and fails on demand.
public record Lookups(PastCalls past, Faults faults, Timeline timeline, InstantSource clock)
        implements EventHistory {
    private static final String OPERATION = "LookupEvents";

    @Override
    public Page page(String resource, Instant since, @Nullable String token) {
        boolean fails = faults.takeFailure(OPERATION);
        timeline.add(
                Entry.of(clock.instant(), Entry.Kind.CALL)
                        .about(OPERATION, resource)
                        .ended(fails ? "AccessDeniedException" : "ok", null));
        if (fails) {
            throw ServiceError.of(
                    CloudTrailException.builder(),
                    "CloudTrail",
                    400,
                    "AccessDeniedException",
                    "CloudTrail does not tell: a fault of the sandbox");
        }
        return past.page(resource, since, token);
    }
}
