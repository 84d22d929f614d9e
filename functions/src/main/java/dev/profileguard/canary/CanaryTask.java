package dev.profileguard.canary;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.Canary;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The write whose event is measured: one call, which sets the time and takes the guard tag off the
/// canary's profile by another value.
///
/// @param others what is set besides the time
/// @param requestId the invocation's ID
record CanaryTask(ProfileName profile, Tags others, String requestId) implements Task {
    @Override
    public String subject() {
        return profile.subject();
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

    @Override
    public Step begin(Attempt attempt) {
        return Step.need(
                Read.OfTime.NOW,
                now ->
                        new Plan(
                                        CanaryDecision.SENT,
                                        "Tags changed; waiting for the event",
                                        List.of(
                                                new Action.TagProfile(
                                                        profile, Canary.written(now).and(others))),
                                        List.of())
                                .reacting(this::reaction));
    }

    private @Nullable Step reaction(PerformedAction performed) {
        return performed.effect() == Effect.TAGS_FULL
                ? Plan.leave(
                        CanaryDecision.CANNOT_TAG,
                        "%s has as many tags as IAM allows: remove some".formatted(profile))
                : null;
    }
}
