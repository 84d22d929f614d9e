package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.finding.Finding;
import dev.profileguard.state.Adopted;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.ObservedProfile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What CloudTrail says about a change that rests on an event alone.
sealed interface Proof {
    /// CloudTrail was not asked, or there is nothing to prove.
    Proof NOT_ASKED = new NotAsked();

    /// [#NOT_ASKED].
    record NotAsked() implements Proof {}

    /// CloudTrail recorded the same call by the same principal, or the call is so old that it
    /// cannot know it any more.
    record Proven(String eventId) implements Proof {
        /// The plan, with a record whose last adoption is proven if it rests on this call.
        GuardPlan in(GuardPlan plan) {
            Adopted unproven = plan.next().unproven();
            return unproven != null && unproven.eventId().equals(eventId)
                    ? plan.storing(plan.next().proven())
                    : plan;
        }
    }

    /// CloudTrail has no such call.
    ///
    /// @param finding that says so
    record Missing(Finding finding) implements Proof {}

    /// What an event says about a profile.
    ///
    /// @param now the time at which the profile was read
    record Claim(Change change, ObservedProfile seen, Instant now) {
        /// How long EventBridge and Lambda try to deliver an event.
        ///
        /// See https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-retry-policy.html
        private static final Duration DELIVERED = Duration.ofDays(2);

        /// Whether the plan takes the event's word for something that IAM does not show.
        boolean isBasisOf(GuardPlan plan, Guard guard) {
            return adoptsUnseen(plan, guard) || decidesByWord(plan);
        }

        private boolean adoptsUnseen(GuardPlan plan, Guard guard) {
            return !change.isFound()
                    && seen.record().baseline() != null
                    && guard.isAuthorized(change, seen.record())
                    && !isShown()
                    && !plan.next().equals(seen.record());
        }

        /// Whether IAM shows what the event claims. It does not show who created a profile, and the
        /// role goes into a profile of a trusted principal. Nor does it show anything about a time
        /// at which the event would have arrived long ago.
        private boolean isShown() {
            return !(change.edit() instanceof Edit.Created)
                    && !change.time().isBefore(now.minus(DELIVERED))
                    && change.edit().agreesWith(seen.profile());
        }

        /// Whether the event decides that the profile is released, that it is right as it is, or
        /// that it is not guarded any more. IAM shows the tag, or that the tag or the profile is
        /// gone. It does not show who did that, and others may do it too.
        private boolean decidesByWord(GuardPlan plan) {
            Baseline before = seen.record().baseline();
            Baseline after = plan.next().baseline();
            boolean ends = before != null && after == null;
            boolean confirms =
                    change.edit() instanceof Edit.Tagged
                            && before != null
                            && before.provisional()
                            && after != null
                            && !after.provisional();
            return ends
                    || confirms
                    || !Objects.equals(plan.next().release(), seen.record().release());
        }
    }

    /// Whether one of the recorded changes is the adopted one.
    static boolean of(@Nullable Adopted adopted, List<Change> recorded) {
        return adopted != null
                && recorded.stream()
                        .anyMatch(change ->
                                change.eventId().equals(adopted.eventId())
                                        && change.actor().described().equals(adopted.by()));
    }

    /// Whether the change itself is among the recorded ones: with the same ID, actor and call.
    static boolean of(Change change, List<Change> recorded) {
        return recorded.contains(change);
    }
}
