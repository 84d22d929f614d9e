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

    /// CloudTrail recorded the same call by the same principal.
    Proof PROVEN = new Proven();

    /// [#NOT_ASKED].
    record NotAsked() implements Proof {}

    /// [#PROVEN].
    record Proven() implements Proof {}

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
