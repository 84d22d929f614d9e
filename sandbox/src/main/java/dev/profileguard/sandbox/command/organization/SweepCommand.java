package dev.profileguard.sandbox.command.organization;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.command.stack.CentralStack;
import dev.profileguard.sandbox.command.stack.OrganizationSweeps;
import dev.profileguard.sandbox.command.stack.OrganizationSweeps.Counts;
import dev.profileguard.sandbox.command.stack.OrganizationSweeps.Failure;
import dev.profileguard.sandbox.command.stack.StackOptions;
import dev.profileguard.sandbox.terminal.Terminal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `guard organization sweep`: starts the sweep of each account.
@Command(
        name = "sweep",
        description = {
            "Start the sweep of each account, and show which could not be started. The sweeps go"
                    + " on in their accounts; 'guard organization status' shows their results.",
            "The exit status is 1 if an account's sweep could not be started."
        })
final class SweepCommand implements Callable<Integer> {

    @Mixin private StackOptions options = new StackOptions();

    @Option(names = "--plan", description = "Plan in each account, and change nothing.")
    private boolean plan;

    @Option(
            names = "--follow",
            paramLabel = "EXECUTION",
            description = "Start nothing: follow this execution, by its ARN, and print its result.")
    private String execution = "";

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        Terminal errors = Terminal.errors(spec.commandLine());
        CentralStack stack = options.findCentral();
        errors.line(stack.described());
        errors.flush();
        try (OrganizationSweeps sweeps = stack.sweeps()) {
            String followed =
                    execution.isEmpty() ? sweeps.start(plan ? "plan" : "sweep") : execution;
            errors.line("execution " + followed);
            errors.line(
                    "To follow it again: "
                            + options.another("organization sweep --follow " + followed));
            errors.flush();
            Counts counts = follow(sweeps, followed, errors);
            List<Failure> failures = counts.failed() == 0 ? List.of() : sweeps.failures(followed);
            print(counts, failures);
            return counts.failed() == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
        }
    }

    private static Counts follow(OrganizationSweeps sweeps, String execution, Terminal errors) {
        AtomicReference<@Nullable Counts> last = new AtomicReference<>();
        sweeps.follow(
                execution,
                now -> {
                    if (!now.equals(last.getAndSet(now))) {
                        errors.line(
                                "%d accounts so far: %d started, %d failed"
                                        .formatted(now.accounts(), now.started(), now.failed()));
                        errors.flush();
                    }
                });
        Counts counts = last.get();
        return counts == null ? new Counts(0, 0, 0) : counts;
    }

    private void print(Counts counts, List<Failure> failures) {
        Terminal output = Terminal.output(spec.commandLine());
        if (options.isJson()) {
            output.json(json(counts, failures).toString());
        } else {
            output.line(
                    "The sweeps of %d accounts were started; %d could not be started"
                            .formatted(counts.started(), counts.failed()));
            failures.forEach(each ->
                    output.line(
                            "  %s: %s: %s".formatted(each.account(), each.error(), each.cause())));
            if (!failures.isEmpty()) {
                output.line(
                        "Look at their stacks: 'guard organization status' shows what is"
                                + " deployed. Then sweep again: a sweep of an account that is right"
                                + " changes nothing");
            }
        }
        output.flush();
    }

    private static ObjectNode json(Counts counts, List<Failure> failures) {
        ObjectNode json =
                new ObjectMapper()
                        .createObjectNode()
                        .put("accounts", counts.accounts())
                        .put("started", counts.started())
                        .put("failed", counts.failed());
        failures.forEach(each ->
                json.withArray("failures")
                        .addObject()
                        .put("account", each.account())
                        .put("error", each.error())
                        .put("cause", each.cause()));
        return json;
    }
}
