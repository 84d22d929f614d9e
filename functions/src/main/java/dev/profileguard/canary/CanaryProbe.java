package dev.profileguard.canary;

import dev.profileguard.aws.FunctionCalls;
import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Edit;
import dev.profileguard.event.Extracted;
import dev.profileguard.event.ProfileChangeExtraction;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Canary;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Tags;
import dev.profileguard.lambda.Platform;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.IntentLog;
import dev.profileguard.reconcile.Measurement;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.reconcile.Ports;
import dev.profileguard.reconcile.Reconciler;
import dev.profileguard.state.GuardedProfiles;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Takes the guard tag off the canary's profile, measures how long the event of that write takes to
/// arrive, and in the next run looks whether ProfileGuard set the tag again. It stores nothing but
/// the profile's tags: a late event shows its own delay, an event that arrives twice is measured
/// twice, and no event causes another write.
///
/// @param functions calls other functions; created at the first call
record CanaryProbe(
        CanarySettings settings,
        IamReader reader,
        Reconciler reconciler,
        Supplier<FunctionCalls> functions,
        PatientWrite patient,
        InstantSource clock) {
    /// The metric: seconds from the IAM call to the event's arrival at the function.
    static final String DELIVERY_SECONDS = "DeliverySeconds";

    /// The metric: the functions that did not answer as they should.
    static final String FUNCTIONS_UNAVAILABLE = "FunctionsUnavailable";

    static CanaryProbe in(Platform platform, CanarySettings settings) {
        Ports ports =
                platform.ports(
                        Mode.ENFORCE, platform.environment().getOrDefault("BASELINE_TABLE", ""));
        return new CanaryProbe(
                settings,
                ports.reader(),
                new Reconciler(Mode.ENFORCE, "Canary", ports),
                platform.audit()::functions,
                new PatientWrite(platform.backoff()),
                platform.clock());
    }

    /// Calls the functions if that is due, then writes the tags with one call, unless all writes
    /// are paused.
    ///
    /// @param outcomes receives each outcome as soon as it is known
    /// @param measured receives the number of functions that did not answer, if they were called
    /// @throws software.amazon.awssdk.core.exception.SdkException when an IAM call fails
    void send(CanaryRun run, Consumer<Outcome> outcomes, Consumer<Measurement> measured) {
        ProfileName name = settings.canary().profile();
        if (name == null) {
            outcomes.accept(
                    new Outcome.Skipped(
                            null,
                            Decision.Common.OFF,
                            "CanaryMinutes is off: there is no profile to change",
                            run.requestId()));
            return;
        }
        InstanceProfile found = patient.attempt(() -> reader.profile(name));
        if (found == null) {
            outcomes.accept(new CanaryFindings(name, run).gone());
            return;
        }
        Tags others = taggedBy(found, run, outcomes, measured);
        CanaryTask task = new CanaryTask(name, others, run.requestId());
        Outcome sent = patient.attempt(() -> written(task));
        outcomes.accept(sent(sent, found, run));
    }

    private Outcome written(CanaryTask task) {
        List<Outcome> sent = new ArrayList<>();
        reconciler.reconcile(task, IntentLog.NONE, sent::add);
        return sent.getFirst();
    }

    private Tags taggedBy(
            InstanceProfile found,
            CanaryRun run,
            Consumer<Outcome> outcomes,
            Consumer<Measurement> measured) {
        Tags tags =
                settings.isAnswered() ? Tags.of(GuardedProfiles.TAG, Canary.TAKEN_OFF) : Tags.NONE;
        DailyCalls calls = new DailyCalls(Canary.answeredAt(found.tags()), clock.instant());
        if (settings.functions().isEmpty() || !calls.isDue()) {
            return tags;
        }
        List<Outcome> called = calls.call(functions.get(), settings.functions(), run);
        called.forEach(outcomes);
        long unavailable =
                called.stream()
                        .filter(each -> each.decision() == CanaryDecision.UNAVAILABLE)
                        .count();
        measured.accept(
                new Measurement(FUNCTIONS_UNAVAILABLE, unavailable, Measurement.Unit.COUNT));
        return tags.with(Canary.ANSWERED, Canary.text(calls.next(called)));
    }

    private Outcome sent(Outcome sent, InstanceProfile before, CanaryRun run) {
        PerformedAction first = sent.actions().isEmpty() ? null : sent.actions().getFirst();
        if (first != null && first.effect() == Effect.WOULD_DO) {
            return answer(
                    sent,
                    CanaryDecision.NOT_SENT,
                    "No event is expected, since nothing was written: " + first.described(),
                    List.of(),
                    run);
        }
        boolean unrepaired =
                settings.isRepaired()
                        && Canary.TAKEN_OFF.equals(before.tags().get(GuardedProfiles.TAG));
        List<Finding> findings =
                unrepaired
                        ? List.of(new CanaryFindings(before.name(), run).unrepaired(before.tags()))
                        : List.of();
        return answer(sent, sent.decision(), sent.why(), findings, run);
    }

    private static Outcome answer(
            Outcome sent, Decision decision, String why, List<Finding> findings, CanaryRun run) {
        return new Outcome.Answered(
                sent.subject(), decision, why, sent.actions(), findings, Map.of(), run.requestId());
    }

    /// Measures how long an event took to arrive.
    ///
    /// @param measured receives the delay, if the canary made the write
    Outcome arrived(CloudTrailEvent event, Consumer<Measurement> measured) {
        Change change = own(event);
        Instant written =
                change != null && change.edit() instanceof Edit.Tagged(Tags tags)
                        ? Canary.writtenAt(tags)
                        : null;
        if (change == null || written == null) {
            return notForUs("%s was not written by the canary".formatted(event.name()), event.id());
        }
        Instant now = clock.instant();
        double seconds = secondsSince(event.time(), now);
        measured.accept(new Measurement(DELIVERY_SECONDS, seconds, Measurement.Unit.SECONDS));
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        details.put("deliverySeconds", seconds);
        details.put("secondsSinceWrite", secondsSince(written, now));
        return new Outcome.Answered(
                change.profile().subject(),
                CanaryDecision.CAME_BACK,
                "The event arrived after %s seconds".formatted(seconds),
                List.of(),
                List.of(),
                details,
                event.id());
    }

    /// The change of the canary's profile in an event; null: it contains none.
    private @Nullable Change own(CloudTrailEvent event) {
        return ProfileChangeExtraction.changes(event)
                                instanceof Extracted.Found(List<Change> changes)
                        && settings.canary().is(changes.getFirst().profile())
                ? changes.getFirst()
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
