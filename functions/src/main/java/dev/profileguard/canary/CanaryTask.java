package dev.profileguard.canary;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.Canary;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The write whose event is measured: a tag with the time, on the canary's own profile. Creates the
/// profile first if there is none.
///
/// @param requestId the invocation's ID
record CanaryTask(String requestId) implements Task {
    @Override
    public String subject() {
        return Canary.PROFILE.subject();
    }

    @Override
    public String eventId() {
        return requestId;
    }

    @Override
    public @Nullable String untouchable() {
        return null;
    }

    @Override
    public Decision decisionAfterError() {
        return CanaryDecision.SENT;
    }

    /// Tags first, and reads the profile only if that failed: normally the profile exists.
    @Override
    public Step begin(Attempt attempt) {
        return Step.need(
                Read.OfTime.NOW,
                now -> {
                    Action tag = tag(now);
                    return switch (attempt.writes()) {
                        case NONE -> plan(List.of(tag));
                        case TRIED ->
                                Step.need(
                                        new Read.OfProfile(Canary.PROFILE),
                                        found ->
                                                plan(
                                                        found == null
                                                                ? List.of(create(), tag)
                                                                : List.of(tag)));
                    };
                });
    }

    private static Action tag(Instant now) {
        return new Action.TagProfile(Canary.PROFILE, Canary.written(now));
    }

    private static Action create() {
        return new Action.CreateProfile(Canary.PROFILE, "/", Tags.NONE);
    }

    private static Plan plan(List<Action> actions) {
        return new Plan(
                        CanaryDecision.SENT,
                        "Tag changed; waiting for the event",
                        actions,
                        List.of())
                .reacting(CanaryTask::reaction);
    }

    private static @Nullable Step reaction(PerformedAction performed) {
        return performed.effect() == Effect.TAGS_FULL
                ? Plan.leave(
                        CanaryDecision.CANNOT_TAG,
                        "%s has as many tags as IAM allows: remove some".formatted(Canary.PROFILE))
                : null;
    }
}
