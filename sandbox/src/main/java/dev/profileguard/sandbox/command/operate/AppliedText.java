package dev.profileguard.sandbox.command.operate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.command.stack.Report;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.List;
import java.util.Set;

/// Prints what was changed, and what could not be done.
///
/// @param word such as `Apply`
/// @param isOfPlan whether each outcome is about a change that was planned
record AppliedText(String word, boolean isOfPlan) {
    static final AppliedText OF_PLANS = new AppliedText("Apply", true);
    static final AppliedText OF_SWEEPS = new AppliedText("Sweep", false);

    private static final Set<String> DONE = Set.of("done");

    /// Prints the changes, then what was not done, then the counts.
    ///
    /// @return whether everything was done
    boolean print(JsonNode answer, Report report, ChangeText text) {
        Terminal terminal = text.terminal();
        List<ResourceChange> changes = ResourceChange.in(report.outcomes(), DONE);
        terminal.emptyLine();
        text.print(changes);
        text.sayLeftOut(changes.size(), report.folder());
        int notDone = text.notDone(report.outcomes(), isOfPlan);
        text.findings(report.outcomes());
        if (report.isMissing()) {
            PlanText.lines(answer, terminal);
        }
        int most = Math.max(notDone, refused(answer));
        terminal.line(
                "%s %s: %s%s."
                        .formatted(
                                word,
                                most == 0 ? "complete" : "incomplete",
                                report.isMissing()
                                        ? "an unknown number of changes, because there is no report"
                                        : Counts.of(changes).done(),
                                most == 0 ? "" : ", %d not done".formatted(most)));
        return most == 0;
    }

    /// What failed or was refused in all invocations, also if the report lacks it.
    private static int refused(JsonNode answer) {
        int refused = 0;
        for (JsonNode decisions : answer.path("total")) {
            refused += decisions.path("failed").asInt(0) + decisions.path("plan-changed").asInt(0);
        }
        return refused;
    }
}
