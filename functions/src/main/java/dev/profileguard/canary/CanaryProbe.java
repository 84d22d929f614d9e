package dev.profileguard.canary;

import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Edit;
import dev.profileguard.event.Extracted;
import dev.profileguard.event.ProfileChangeExtraction;
import dev.profileguard.iam.Canary;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.Tags;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.Measurement;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.reconcile.Reconciler;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Writes to IAM, and measures how long the event of that write takes to arrive. It stores nothing
/// in between: a late event shows its own delay, an event that arrives twice is measured twice, and
/// no event causes another write.
public record CanaryProbe(Reconciler reconciler, InstantSource clock) {
    /// The metric: seconds from the IAM call to the event's arrival at the function.
    public static final String DELIVERY_SECONDS = "DeliverySeconds";

    static CanaryProbe in(Platform platform) {
        Ports ports =
                platform.ports(
                        Mode.ENFORCE, platform.environment().getOrDefault("BASELINE_TABLE", ""));
        return new CanaryProbe(new Reconciler(Mode.ENFORCE, "Canary", ports), platform.clock());
    }

    /// Writes the tag with one call, unless all writes are paused. Creates the profile first if
    /// there is none.
    ///
    /// @throws dev.profileguard.iam.ChangedMeanwhileException when IAM does not show the new
    ///   profile yet; try again
    /// @throws software.amazon.awssdk.core.exception.SdkException when an IAM call fails
    Outcome send(String requestId) {
        List<Outcome> outcomes = new ArrayList<>();
        reconciler.reconcile(new CanaryTask(requestId), IntentLog.NONE, outcomes::add);
        Outcome sent = outcomes.getFirst();
        PerformedAction first = sent.actions().isEmpty() ? null : sent.actions().getFirst();
        boolean isPaused = first != null && first.effect() == Effect.WOULD_DO;
        return new Outcome.Answered(
                sent.subject(),
                isPaused ? CanaryDecision.NOT_SENT : sent.decision(),
                isPaused
                        ? "No event is expected, since nothing was written: " + first.described()
                        : sent.why(),
                sent.actions(),
                List.of(),
                Map.of(),
                requestId);
    }

    /// Measures how long an event took to arrive.
    ///
    /// @param measured receives the delay, if the canary made the write
    Outcome arrived(CloudTrailEvent event, Consumer<Measurement> measured) {
        Instant written = written(event);
        if (written == null) {
            return notForUs("%s was not written by the canary".formatted(event.name()), event.id());
        }
        Instant now = clock.instant();
        double seconds = secondsSince(event.time(), now);
        measured.accept(new Measurement(DELIVERY_SECONDS, seconds, Measurement.Unit.SECONDS));
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("deliverySeconds", seconds);
        details.put("secondsSinceWrite", secondsSince(written, now));
        return new Outcome.Answered(
                Canary.PROFILE.subject(),
                CanaryDecision.CAME_BACK,
                "The event arrived after %s seconds".formatted(seconds),
                List.of(),
                List.of(),
                details,
                event.id());
    }

    /// The time of the write in an event; null: the canary did not make the write.
    private static @Nullable Instant written(CloudTrailEvent event) {
        return ProfileChangeExtraction.changes(event)
                                instanceof Extracted.Found(List<Change> changes)
                        && changes.getFirst().profile().equals(Canary.PROFILE)
                        && changes.getFirst().edit() instanceof Edit.Tagged(Tags tags)
                ? Canary.writtenAt(tags)
                : null;
    }

    /// Never negative, although CloudTrail's clock may be ahead of the function's.
    private static double secondsSince(Instant then, Instant now) {
        return Math.max(0, Duration.between(then, now).toMillis()) / 1000.0;
    }

    static Outcome notForUs(String why, String eventId) {
        return new Outcome.Skipped(null, Decision.Common.NOT_FOR_US, why, eventId);
    }
}
