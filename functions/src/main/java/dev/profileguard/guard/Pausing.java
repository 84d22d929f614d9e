package dev.profileguard.guard;

import dev.profileguard.control.PauseReport;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.state.pause.Pause;
import dev.profileguard.state.pause.PauseStore;
import dev.profileguard.state.pause.Pauses;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/// Starts and ends the pause of all writes. It writes one item of the baseline table, never to IAM.
///
/// @param pauses the pause that is in force, whoever started it
record Pausing(PauseStore store, Pauses pauses, InstantSource clock, PauseReport report) {
    Outcome carryOut(PauseRequest request) {
        return request.time().isZero() ? end() : begin(request);
    }

    private Outcome begin(PauseRequest request) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Pause pause =
                new Pause(now, now.plus(request.time()), request.reason(), report.requestId());
        store.save(pause);
        return report.of(
                pause,
                pause.sentence()
                        + ". Each function reports what it would do. Then start a sweep, or wait"
                        + " for the next one: it repairs what changed meanwhile");
    }

    /// Deletes also an item that nobody can read.
    private Outcome end() {
        store.delete();
        Pause left = pauses.current();
        return report.of(
                left,
                left == null
                        ? "Writes are not paused. Start a sweep, or wait for the next one: it"
                                + " repairs what changed meanwhile"
                        : left.sentence() + ". Set it to off");
    }
}
