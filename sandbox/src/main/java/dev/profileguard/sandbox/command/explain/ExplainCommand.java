package dev.profileguard.sandbox.command.explain;

import dev.profileguard.sandbox.command.explain.reader.FailureGroup;
import dev.profileguard.sandbox.command.explain.reader.FailureReader;
import dev.profileguard.sandbox.command.explain.reader.RecognisedFailure;
import dev.profileguard.sandbox.terminal.Terminal;
import dev.profileguard.sandbox.trail.RecordedCalls;
import dev.profileguard.text.VisibleText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `guard explain`: prints why AWS refused a call, and what to do.
@Command(
        name = "explain",
        description = {
            "Explain why AWS refused a call on a role or instance profile, and what to do.",
            "FILE contains what a tool printed (the AWS CLI, boto3, an SDK, Terraform, Pulumi,"
                    + " CloudFormation, CDK, eksctl, Ansible, or the console, in English or"
                    + " Japanese), a whole log, or CloudTrail records in any form that 'guard"
                    + " replay' reads. '-' reads standard input.",
            "Nothing is sent to AWS: the text alone is read. The exit status is 0 if an error was"
                    + " explained."
        })
public final class ExplainCommand implements Callable<Integer> {
    /// The number of bytes of standard input that are read.
    private static final long MOST_INPUT = 1L << 28;

    private static final String INPUT = "standard input";

    @Parameters(
            arity = "0..1",
            paramLabel = "FILE",
            description = "A file with an error, a log or records; '-': standard input.")
    private @Nullable Path file;

    @Option(names = "--error", paramLabel = "TEXT", description = "An error, as a tool printed it.")
    private @Nullable String error;

    @Option(
            names = "--trail",
            paramLabel = "FOLDER",
            description =
                    "Explain the failed calls of the CloudTrail records in this folder or file.")
    private @Nullable Path trail;

    @Spec private CommandSpec spec = CommandSpec.create();

    /// Picocli calls this one.
    public ExplainCommand() {}

    @Override
    public Integer call() throws IOException {
        if ((file == null ? 0 : 1) + (error == null ? 0 : 1) + (trail == null ? 0 : 1) != 1) {
            throw new ParameterException(
                    spec.commandLine(), "give one of FILE, --error TEXT and --trail FOLDER");
        }
        if (error != null) {
            return text(error, "--error");
        }
        if (trail != null) {
            return trail(trail);
        }
        return file == null || file.toString().equals("-") ? input() : file(file);
    }

    private int input() throws IOException {
        Path copy = Files.createTempFile("guard-explain", ".txt");
        try {
            long leftOut = InputText.copy(System.in, copy, MOST_INPUT);
            if (leftOut > 0) {
                printError("left out: the last %d bytes of %s".formatted(leftOut, INPUT));
            }
            return content(copy, INPUT);
        } finally {
            Files.delete(copy);
        }
    }

    private int file(Path given) {
        return Files.isDirectory(given) ? trail(given) : content(given, VisibleText.path(given));
    }

    /// Explains records, or a text in which there are none.
    private int content(Path path, String name) {
        List<String> errors = new ArrayList<>();
        RecordedCalls calls = RecordedCalls.failed(List.of(path), errors::add);
        if (calls.read() > 0) {
            errors.forEach(this::printError);
            return records(calls, RecordedFailures.all(calls.records()), name);
        }
        InputText input = InputText.of(path, name);
        if (input.leftOut() > 0) {
            terminal()
                    .line(
                            "left out: %d bytes in the middle; the first %d and the last %d were read"
                                    .formatted(input.leftOut(), InputText.HEAD, InputText.TAIL));
        }
        return text(input.text(), name);
    }

    private int trail(Path path) {
        RecordedCalls calls = RecordedCalls.failed(List.of(path), this::printError);
        return calls.hasRecords(this::printError)
                ? records(calls, RecordedFailures.concerning(calls.records()), path.toString())
                : CommandLine.ExitCode.SOFTWARE;
    }

    private int records(RecordedCalls calls, RecordedFailures found, String name) {
        Terminal terminal = terminal();
        calls.leftOut().forEach(terminal::line);
        terminal.line("%d records, %d failed calls".formatted(calls.read(), calls.count()));
        if (found.others() > 0) {
            terminal.line(
                    "left out: %d failed calls that do not concern roles and instance profiles"
                            .formatted(found.others()));
        }
        if (found.lookUps() > 0) {
            terminal.line(
                    "left out: %d reads of roles and instance profiles that did not exist"
                            .formatted(found.lookUps()));
        }
        boolean nothingFailed = found.failures().isEmpty();
        if (nothingFailed) {
            printError(VisibleText.excerpt(name) + ": no failed call to explain");
        }
        return nothingFailed || !explained(found.failures()) || !calls.isComplete()
                ? CommandLine.ExitCode.SOFTWARE
                : CommandLine.ExitCode.OK;
    }

    private int text(String text, String name) {
        List<RecognisedFailure> failures = FailureReader.read(text);
        if (failures.isEmpty()) {
            printError(
                    "%s: no error of AWS is recognised in this text of %d characters. Give the whole message, with the code and the operation, such as 'An error occurred (DeleteConflict) when calling the DeleteRole operation: ...'"
                            .formatted(name, text.length()));
            return CommandLine.ExitCode.SOFTWARE;
        }
        if (failures.size() == FailureReader.MOST) {
            terminal()
                    .line(
                            "left out: what follows the first %d errors"
                                    .formatted(FailureReader.MOST));
        }
        return explained(failures) ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private boolean explained(List<RecognisedFailure> failures) {
        return new ExplanationText(terminal()).print(FailureGroup.of(failures));
    }

    private Terminal terminal() {
        return Terminal.output(spec.commandLine());
    }

    private void printError(String message) {
        Terminal.errors(spec.commandLine()).error(message);
    }
}
