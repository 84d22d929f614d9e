package dev.profileguard.guard.rule;

import dev.profileguard.event.Change;
import dev.profileguard.finding.Finding;
import dev.profileguard.state.Adopted;
import java.util.List;
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
