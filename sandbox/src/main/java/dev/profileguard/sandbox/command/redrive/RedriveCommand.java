package dev.profileguard.sandbox.command.redrive;

import dev.profileguard.event.Json;
import dev.profileguard.sandbox.command.stack.DeployedStack;
import dev.profileguard.sandbox.command.stack.Functions;
import dev.profileguard.sandbox.command.stack.StackOptions;
import dev.profileguard.sandbox.command.stack.StackQueues;
import dev.profileguard.sandbox.command.stack.Sweeps;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `guard redrive`: lets dead letters be processed again.
@Command(
        name = "redrive",
        description = {
            "Let what lies in a dead-letter queue be processed again, or in all of them.",
            "Without a queue, show how many letters are in each. docs/operations/dead-letters.md"
                    + " says what they are."
        })
public final class RedriveCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Mixin private StackOptions options = new StackOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "QUEUE",
            description = "The queue, such as ProfileGuardFailures, or all.")
    private String queue = "";

    @Option(
            names = "--requests",
            defaultValue = "keep",
            paramLabel = "keep|send|delete",
            description =
                    "What to do with requests by hand that failed: show them and keep them"
                            + " (default), send them again, or delete them. A queue does not say"
                            + " who made a request: look at them first.")
    private Requests requests = Requests.KEEP;

    @Spec private CommandSpec spec = CommandSpec.create();

    /// Picocli calls this one.
    public RedriveCommand() {}

    @Override
    public Integer call() {
        List<DeadLetterQueue> chosen = chosen();
        DeployedStack stack = options.find();
        Terminal errors = Terminal.errors(spec.commandLine());
        errors.line(stack.described());
        errors.flush();
        try (StackQueues queues = stack.queues()) {
            if (queue.isBlank()) {
                return show(chosen, queues);
            }
            return redrive(chosen, stack, queues) ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private List<DeadLetterQueue> chosen() {
        if (queue.isBlank() || queue.equals(ALL)) {
            return List.of(DeadLetterQueue.values());
        }
        return DeadLetterQueue.named(queue)
                .map(List::of)
                .orElseThrow(() ->
                        new ParameterException(
                                spec.commandLine(),
                                "There is no dead-letter queue %s. There are: %s, or all"
                                        .formatted(
                                                queue,
                                                String.join(", ", DeadLetterQueue.names()))));
    }

    private int show(List<DeadLetterQueue> all, StackQueues queues) {
        Terminal output = Terminal.output(spec.commandLine());
        int sum = 0;
        for (DeadLetterQueue each : all) {
            int depth = queues.depth(each.output());
            sum += depth;
            if (options.isJson()) {
                output.json(Json.text(Map.of("queue", each.output(), "letters", depth)));
            } else if (depth > 0) {
                output.line("%s: %d".formatted(each.output(), depth));
            }
        }
        if (!options.isJson()) {
            output.line(
                    sum == 0
                            ? "There are no dead letters."
                            : "When the cause is over: " + options.another("redrive all"));
        }
        output.flush();
        return ExitCode.OK;
    }

    private boolean redrive(List<DeadLetterQueue> chosen, DeployedStack stack, StackQueues queues) {
        boolean done = true;
        int sum = 0;
        try (Functions functions = stack.invocations();
                Sweeps sweeps = stack.sweeps()) {
            Redrive redrive =
                    new Redrive(
                            new Sorting(stack.outputs()),
                            queues,
                            functions,
                            sweeps,
                            stack.findings(),
                            requests);
            for (DeadLetterQueue each : chosen) {
                Count count = redrive.of(each);
                sum += count.all();
                done &= report(each, count);
            }
        }
        if (sum == 0 && queue.equals(ALL) && !options.isJson()) {
            Terminal output = Terminal.output(spec.commandLine());
            output.line("no letters in %d queues".formatted(chosen.size()));
            output.flush();
        }
        return done;
    }

    private boolean report(DeadLetterQueue each, Count count) {
        Terminal output = Terminal.output(spec.commandLine());
        if (options.isJson()) {
            output.json(Json.text(count.json(each.output())));
        } else if (count.all() > 0 || !queue.equals(ALL)) {
            output.line("%s: %s".formatted(each.output(), count.text()));
        }
        output.flush();
        Terminal errors = Terminal.errors(spec.commandLine());
        count.left().forEach(errors::error);
        return count.left().isEmpty();
    }
}
