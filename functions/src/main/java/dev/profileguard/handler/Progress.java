package dev.profileguard.handler;

import dev.profileguard.core.Action;
import dev.profileguard.core.Decision;
import dev.profileguard.core.Finding;
import dev.profileguard.core.Mode;
import dev.profileguard.core.Performed;
import dev.profileguard.iam.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What was done about one task so far, over all looks.
///
/// @param performed grows with each action
/// @param findings grows with each finding about what was done
record Progress(Task task, Mode mode, List<Performed> performed, List<Finding> findings) {
    static Progress begin(Task task, Mode mode) {
        return new Progress(task, mode, new ArrayList<>(), new ArrayList<>());
    }

    /// Performs an action; it is told even if a later one fails.
    Performed perform(Writer writer, Action action) {
        Performed done = writer.perform(action);
        performed.add(done);
        return done;
    }

    /// Adds findings about what was done; they are told even if a later step fails.
    void tell(List<Finding> more) {
        findings.addAll(more);
    }

    /// The outcome with all that was done and found so far.
    ///
    /// @param more findings besides
    Outcome outcome(Decision decision, String why, List<Finding> more) {
        return new Outcome(
                task.subject(),
                decision,
                why,
                performed,
                Stream.concat(findings.stream(), more.stream()).toList(),
                Map.of("mode", mode.text()),
                task.eventId());
    }
}
