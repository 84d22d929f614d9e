package dev.profileguard.sandbox.command;

import dev.profileguard.sandbox.account.AccountFileException;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import dev.profileguard.sandbox.command.explain.UnreadableInputException;
import dev.profileguard.sandbox.command.prevention.PreventionException;
import dev.profileguard.sandbox.command.rehearse.RehearsalException;
import dev.profileguard.sandbox.command.stack.StackException;
import dev.profileguard.sandbox.command.stack.Surroundings;
import dev.profileguard.sandbox.host.Handlers.HandlerException;
import dev.profileguard.sandbox.input.HeapLimit;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/// `guard`: exit status 0 for success, 1 for a failure, 2 for a wrong command line.
@Command(
        name = "guard",
        description =
                "Profile Guard on your own machine, and from your terminal in your AWS account.",
        version = "Profile Guard 0.1.0",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT)
public final class GuardCommand implements Runnable, Surroundings {
    private final Surroundings surroundings;

    @Spec private CommandSpec spec = CommandSpec.create();

    private GuardCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    /// Runs one command and exits with its status.
    public static void main(String[] arguments) {
        List<String> words = Arrays.asList(arguments);
        if (words.isEmpty() || !words.getFirst().equals("invoke")) {
            switchLoggingOff();
        }
        Thread.setDefaultUncaughtExceptionHandler(
                (thread, failure) -> Terminal.standardError().unexpected(failure));
        System.exit(executed(commandLineFor(arguments), arguments));
    }

    private static int executed(CommandLine command, String... arguments) {
        try {
            return command.execute(arguments);
        } catch (OutOfMemoryError error) {
            Terminal.errors(command).error(HeapLimit.exceeded());
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    static CommandLine commandLine() {
        return commandLine(Surroundings.ofProcess());
    }

    /// The command line of a process with these surroundings.
    public static CommandLine commandLine(Surroundings surroundings) {
        return commandLine(surroundings, Subcommand.all());
    }

    /// A command line that knows only the subcommands that its arguments need: to read all of them
    /// takes picocli longer than most commands run.
    static CommandLine commandLineFor(String... arguments) {
        return commandLine(Surroundings.ofProcess(), Subcommand.neededFor(arguments));
    }

    private static CommandLine commandLine(
            Surroundings surroundings, List<Subcommand> subcommands) {
        CommandLine guard = new CommandLine(new GuardCommand(surroundings));
        subcommands.forEach(each -> guard.addSubcommand(each.type()));
        return guard.setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, arguments) -> reportWrongUse(wrong))
                .setExecutionExceptionHandler(
                        (failure, commandLine, parsed) -> report(failure, commandLine));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "A command is missing");
    }

    @Override
    public Map<String, String> variables() {
        return surroundings.variables();
    }

    @Override
    public @Nullable String answerTo(String question) {
        return surroundings.answerTo(question);
    }

    @Override
    public boolean isInteractive() {
        return surroundings.isInteractive();
    }

    /// Switches logging off, so that only the command's own output reaches the terminal. `guard
    /// invoke` leaves it on: the function logs. Log4j's own loggers that write nowhere are loaded
    /// in half the time of those that read a configuration.
    static void switchLoggingOff() {
        System.setProperty(
                "log4j2.loggerContextFactory",
                "org.apache.logging.log4j.simple.SimpleLoggerContextFactory");
        System.setProperty("org.apache.logging.log4j.simplelog.level", "OFF");
        System.setProperty("slf4j.internal.verbosity", "ERROR");
    }

    /// Prints what is wrong with the command line, and how the command is used.
    private static int reportWrongUse(ParameterException wrong) {
        CommandLine commandLine = wrong.getCommandLine();
        Terminal.errors(commandLine).error(wrong.getMessage());
        if (!UnmatchedArgumentException.printSuggestions(wrong, commandLine.getErr())) {
            commandLine.usage(commandLine.getErr());
        }
        return CommandLine.ExitCode.USAGE;
    }

    private static int report(Exception failure, CommandLine commandLine) {
        return switch (failure) {
            case TemplateException invalid ->
                    print(commandLine, invalid, CommandLine.ExitCode.USAGE);
            case AccountFileException invalid ->
                    print(commandLine, invalid, CommandLine.ExitCode.SOFTWARE);
            case HandlerException unusable ->
                    print(commandLine, unusable, CommandLine.ExitCode.SOFTWARE);
            case RehearsalException stopped ->
                    print(commandLine, stopped, CommandLine.ExitCode.SOFTWARE);
            case UnreadableInputException unreadable ->
                    print(commandLine, unreadable, CommandLine.ExitCode.SOFTWARE);
            case StackException stopped ->
                    print(commandLine, stopped, CommandLine.ExitCode.SOFTWARE);
            case PreventionException impossible ->
                    print(commandLine, impossible, CommandLine.ExitCode.USAGE);
            case CommandException stopped ->
                    print(commandLine, stopped, CommandLine.ExitCode.SOFTWARE);
            default -> {
                Terminal.errors(commandLine).unexpected(failure);
                yield CommandLine.ExitCode.SOFTWARE;
            }
        };
    }

    private static int print(CommandLine commandLine, Exception failure, int status) {
        Terminal.errors(commandLine).error(failure.getMessage());
        return status;
    }
}
