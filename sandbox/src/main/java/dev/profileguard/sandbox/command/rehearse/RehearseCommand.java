package dev.profileguard.sandbox.command.rehearse;

import dev.profileguard.sandbox.account.AccountOptions;
import dev.profileguard.sandbox.account.AccountRecording;
import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import dev.profileguard.sandbox.command.option.TemplateOptions;
import dev.profileguard.sandbox.command.replay.RecordedCalls;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `guard rehearse`: what would the whole system do to this account?
@Command(
        name = "rehearse",
        description = {
            "See what the whole system would do to your account before you deploy anything.",
            "Prints the plan for a recorded account: counts, each profile and role that would"
                    + " change with its actions, the findings. With --events, then the day of these"
                    + " records as it would have gone on that account. Nothing is sent anywhere."
        })
public final class RehearseCommand implements Callable<Integer> {
    @Mixin private TemplateOptions options = new TemplateOptions();

    @Mixin private AccountOptions account = new AccountOptions();

    @Option(
            names = "--events",
            arity = "1..*",
            paramLabel = "TRAIL",
            description = {
                "Files with CloudTrail records, or folders, as 'guard replay' takes them. They are"
                        + " played on the account as it must have been before, with the template"
                        + " deployed. Those that no rule takes and that change no role or profile"
                        + " are only counted."
            })
    private List<Path> events = new ArrayList<>();

    @Spec private CommandSpec spec = CommandSpec.create();

    /// Picocli calls this one.
    public RehearseCommand() {}

    /// All is worked out before anything is printed, so that a failure leaves no half of it.
    @Override
    public Integer call() {
        CommandLine command = spec.commandLine();
        if (!account.isGiven()) {
            throw new ParameterException(
                    command,
                    "--account is missing: name what 'aws iam get-account-authorization-details'"
                            + " printed");
        }
        RecordedCalls calls =
                RecordedCalls.concerning(
                        TemplateReader.read(options.file(), options.parameters()),
                        events,
                        this::complain);
        if (!calls.isComplete() || (!events.isEmpty() && !calls.hasRecords(this::complain))) {
            return CommandLine.ExitCode.SOFTWARE;
        }
        StringWriter told = new StringWriter();
        boolean fine = rehearse(calls, new PrintWriter(told), command.getColorScheme().ansi());
        command.getOut().print(told);
        command.getOut().flush();
        return fine ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private void complain(String wrong) {
        spec.commandLine().getErr().println("guard: " + wrong);
        spec.commandLine().getErr().flush();
    }

    private boolean rehearse(RecordedCalls calls, PrintWriter out, Ansi ansi) {
        AccountRecording recording = account.read(out);
        Rehearsal rehearsal =
                new Rehearsal(recording, options.file(), options.parameters(), out, ansi);
        rehearsal.plan();
        return events.isEmpty() || rehearsal.day(calls);
    }
}
