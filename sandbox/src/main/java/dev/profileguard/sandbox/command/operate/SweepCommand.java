package dev.profileguard.sandbox.command.operate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.command.page.ReportOptions;
import dev.profileguard.sandbox.command.page.SweptPage;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Report;
import dev.profileguard.sandbox.command.stack.SweepResult;
import dev.profileguard.sandbox.command.stack.Sweeps;
import dev.profileguard.sandbox.terminal.Terminal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `guard sweep`: does now what the schedule does.
@Command(
        name = "sweep",
        description = {
            "Sweep the account now, as the schedule does.",
            "Each function follows its mode: what is in observe only reports."
        })
public final class SweepCommand extends SweepVerb {
    @Mixin private SweepScope scope = new SweepScope();

    @Mixin private ReportOptions page = new ReportOptions();

    /// Picocli calls this one.
    public SweepCommand() {}

    @Override
    void check() {
        scope.check(spec());
        page.check(spec().commandLine());
    }

    @Override
    String start(Sweeps sweeps) {
        return sweeps.start("sweep", scope.rules(), scope.names());
    }

    @Override
    String words() {
        return "sweep";
    }

    @Override
    boolean show(DeployedStack stack, SweepResult result, Report report, Terminal terminal) {
        return SweptPage.write(
                page, stack.account(), result, report, terminal, spec().commandLine());
    }

    @Override
    boolean print(JsonNode answer, Report report, ChangeText text) {
        return AppliedText.OF_SWEEPS.print(answer, report, text);
    }
}
