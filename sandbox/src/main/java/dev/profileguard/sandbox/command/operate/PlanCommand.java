package dev.profileguard.sandbox.command.operate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.command.page.ReportOptions;
import dev.profileguard.sandbox.command.page.SweptPage;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Report;
import dev.profileguard.sandbox.command.stack.SweepResult;
import dev.profileguard.sandbox.command.stack.Sweeps;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `guard plan`: shows what all rules would change in the whole account.
@Command(
        name = "plan",
        description = {
            "Show what all rules would change in the account, and keep it as a plan.",
            "Changes nothing. 'guard apply' makes exactly these changes."
        })
public final class PlanCommand extends SweepVerb {
    private static final Set<String> PLANNED = Set.of("would-do");

    @Mixin private SweepScope scope = new SweepScope();

    @Mixin private ReportOptions page = new ReportOptions();

    /// Picocli calls this one.
    public PlanCommand() {}

    @Override
    void check() {
        scope.check(spec());
        page.check(spec().commandLine());
    }

    @Override
    String start(Sweeps sweeps) {
        return sweeps.start("plan", scope.rules(), scope.names());
    }

    @Override
    String words() {
        return "plan";
    }

    @Override
    boolean show(DeployedStack stack, SweepResult result, Report report, Terminal terminal) {
        return SweptPage.write(
                page, stack.account(), result, report, terminal, spec().commandLine());
    }

    @Override
    boolean print(JsonNode answer, Report report, ChangeText text) {
        Terminal terminal = text.terminal();
        List<ResourceChange> changes = ResourceChange.in(report.outcomes(), PLANNED);
        terminal.emptyLine();
        text.print(changes);
        text.sayLeftOut(changes.size(), report.folder());
        int failed = text.notDone(report.outcomes(), false);
        text.findings(report.outcomes());
        if (report.isMissing()) {
            PlanText.lines(answer, terminal);
        }
        if (failed > 0) {
            terminal.line("%d could not be planned, see above.".formatted(failed));
        }
        String plan = answer.path("plan").asText("");
        if (changes.isEmpty() && !report.isMissing()) {
            terminal.line("No changes. What the rules cover is as it should be.");
        } else {
            terminal.line("Plan: %s.".formatted(PlanText.counts(changes, report)));
            terminal.line(
                    "To make these changes, within 7 days: "
                            + options().another("apply " + PlanText.word(plan)));
        }
        return failed == 0 && answer.path("failed").asInt(0) == 0;
    }
}
