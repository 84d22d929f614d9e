package dev.profileguard.sandbox.command.rehearse;

import dev.profileguard.page.PageChart;
import dev.profileguard.page.PageReport;
import dev.profileguard.sandbox.account.AccountOptions;
import dev.profileguard.sandbox.account.AccountRecording;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import dev.profileguard.sandbox.command.option.RecordedParameters;
import dev.profileguard.sandbox.command.option.TemplateOptions;
import dev.profileguard.sandbox.command.page.ReportOptions;
import dev.profileguard.sandbox.terminal.Terminal;
import dev.profileguard.sandbox.trail.RecordedCalls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `guard rehearse`: prints what all functions would do to a recorded account.
@Command(
        name = "rehearse",
        description = {
            "Show what all functions would do to your account, before you deploy anything.",
            "Prints the plan for a recorded account: the counts, the profiles and roles that would"
                    + " change with their actions, and the findings. With --events, then replays"
                    + " recorded calls in that account. Nothing is sent to AWS."
        })
public final class RehearseCommand implements Callable<Integer> {
    @Mixin private TemplateOptions options = new TemplateOptions();

    @Mixin private AccountOptions account = new AccountOptions();

    @Option(
            names = "--events",
            arity = "1..*",
            paramLabel = "TRAIL",
            description = {
                "Files or folders with CloudTrail records, in the formats that 'guard replay'"
                    + " reads. The records are replayed in the recorded account, with the template"
                    + " deployed. Roles and profiles that the calls require are created first."
                    + " Records that no rule matches and that change no role or profile are only"
                    + " counted."
            })
    private List<Path> events = new ArrayList<>();

    @Mixin private ReportOptions report = new ReportOptions();

    @Spec private CommandSpec spec = CommandSpec.create();

    /// Picocli calls this one.
    public RehearseCommand() {}

    /// Prints the output only when it is complete, so that a failure leaves no partial output.
    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        if (!account.isGiven()) {
            throw new ParameterException(
                    command,
                    "--account is missing: give the file with the output of 'aws iam"
                            + " get-account-authorization-details'");
        }
        report.check(command);
        RecordedCalls calls =
                RecordedCalls.concerning(
                        TemplateReader.read(options.file(), options.parameters()),
                        events,
                        this::printError);
        if (!calls.isComplete() || (!events.isEmpty() && !calls.hasRecords(this::printError))) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        Terminal terminal = Terminal.output(command);
        Terminal held = terminal.held();
        boolean succeeded = rehearse(calls, held);
        terminal.release(held);
        return succeeded ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void printError(String message) {
        Terminal.errors(spec.commandLine()).error(message);
    }

    private boolean rehearse(RecordedCalls calls, Terminal terminal) {
        AccountRecording recording = account.read(terminal);
        RecordedParameters parameters = RecordedParameters.of(options.file(), options.parameters());
        if (!parameters.warning().isEmpty()) {
            terminal.line(parameters.warning());
        }
        Rehearsal rehearsal =
                new Rehearsal(
                        recording,
                        options.file(),
                        parameters.values(),
                        options::store,
                        report.isGiven(),
                        terminal);
        List<PageReport> pages = new ArrayList<>();
        rehearsal.plan(page -> {
            if (report.isGiven()) {
                pages.add(page.get());
            }
        });
        List<PageChart> charts = new ArrayList<>();
        boolean succeeded = events.isEmpty() || rehearsal.replay(calls, charts::add);
        for (PageReport page : pages) {
            succeeded &= report.write(() -> page.with(charts), terminal, spec.commandLine());
        }
        return succeeded;
    }
}
