package dev.profileguard.canary;

import dev.profileguard.aws.SdkIamReader;
import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Edit;
import dev.profileguard.event.ProfileChangeExtraction;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Canary;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.Tags;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Measurement;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The canary's way out, as a write to IAM, and back, as the event of that write. Nothing is
/// remembered in between: an event that comes late tells its own delay, one that comes twice tells
/// it twice, and none starts another write.
public record CanaryProbe(
        SdkIamReader reader, IamWriter writer, InstantSource clock, Backoff pause) {
    /// From IAM's answer to the function, in seconds.
    public static final String DELIVERY_SECONDS = "DeliverySeconds";

    static CanaryProbe in(Platform surroundings) {
        SdkIamReader reader = new SdkIamReader(surroundings.iam());
        return new CanaryProbe(
                reader,
                surroundings.writer(Mode.ENFORCE, reader),
                surroundings.clock(),
                surroundings.pause());
    }

    /// Writes the tag, by one call; makes the profile first where there is none.
    ///
    /// @throws ChangedMeanwhileException when IAM does not show the new profile yet: try again
    /// @throws software.amazon.awssdk.core.exception.SdkException when IAM refuses or does not
    ///   answer
    Outcome send(String requestId) {
        List<PerformedAction> done = new ArrayList<>();
        PerformedAction written = pause.untilSettled(() -> write(done));
        return written.effect() == Effect.TAGS_FULL
                ? outcome(
                        Decision.CANNOT_TAG,
                        "%s has as many tags as IAM allows: remove some".formatted(Canary.PROFILE),
                        done,
                        requestId)
                : outcome(
                        Decision.SENT, "The event of this change is to come back", done, requestId);
    }

    private PerformedAction write(List<PerformedAction> done) {
        try {
            Tags tags = Canary.written(clock.instant());
            PerformedAction written = writer.perform(new Action.TagProfile(Canary.PROFILE, tags));
            done.add(written);
            return written;
        } catch (ChangedMeanwhileException e) {
            if (reader.profile(Canary.PROFILE) == null) {
                done.add(writer.perform(new Action.CreateProfile(Canary.PROFILE, "/", Tags.NONE)));
            }
            throw e;
        }
    }

    /// Measures how long an event was under way.
    ///
    /// @param measured hears of it, if it is one of a write of the canary's
    Outcome arrived(CloudTrailEvent event, Consumer<Measurement> measured) {
        Instant written = written(event);
        if (written == null) {
            return notOurs("%s is no write of the canary's".formatted(event.name()), event.id());
        }
        Instant now = clock.instant();
        double seconds = secondsSince(event.time(), now);
        measured.accept(new Measurement(DELIVERY_SECONDS, seconds, Measurement.Unit.SECONDS));
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("deliverySeconds", seconds);
        details.put("secondsSinceWrite", secondsSince(written, now));
        return new Outcome(
                Canary.PROFILE.subject(),
                Decision.CAME_BACK,
                "The event was under way for %s seconds".formatted(seconds),
                List.of(),
                List.of(),
                details,
                event.id());
    }

    /// When the write was made that an event tells of; null: it tells of none of the canary's.
    private static @Nullable Instant written(CloudTrailEvent event) {
        return ProfileChangeExtraction.changes(event)
                                instanceof
                                ProfileChangeExtraction.Found.Changes(List<Change> changes)
                        && changes.getFirst().profile().equals(Canary.PROFILE)
                        && changes.getFirst().edit() instanceof Edit.Tagged(Tags tags)
                ? Canary.writtenAt(tags)
                : null;
    }

    /// CloudTrail's clock may be ahead of the function's.
    private static double secondsSince(Instant then, Instant now) {
        return Math.max(0, Duration.between(then, now).toMillis()) / 1000.0;
    }

    static Outcome notOurs(String why, String eventId) {
        return Outcome.skipped(null, Decision.NOT_FOR_US, why, eventId);
    }

    private static Outcome outcome(
            Decision decision, String why, List<PerformedAction> done, String requestId) {
        return new Outcome(
                Canary.PROFILE.subject(), decision, why, done, List.of(), Map.of(), requestId);
    }
}
