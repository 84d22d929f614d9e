package dev.profileguard.sandbox.command.operate;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.input.Progress;
import dev.profileguard.sandbox.terminal.Terminal;
import dev.profileguard.text.ShellCommand;
import java.time.Duration;
import java.util.List;

/// Shows how far a sweep is: a bar on a terminal, otherwise a line now and then. If the user stops
/// the command, it says that the sweep goes on.
final class SweepWatch implements AutoCloseable {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

    private final String execution;
    private final String again;
    private final Terminal errors;
    private final Progress bar;
    private final Thread farewell;
    private final long began = System.nanoTime();
    private int part;
    private Duration printed = Duration.ZERO;

    /// @param execution its ARN
    /// @param again the command that follows it
    SweepWatch(String execution, String again, Terminal errors) {
        this.execution = execution;
        this.again = again;
        this.errors = errors;
        errors.line("execution " + execution);
        errors.flush();
        this.bar = Progress.onTerminal("sweeping", Progress.UNKNOWN);
        this.farewell =
                Thread.ofPlatform()
                        .unstarted(() -> {
                            errors.emptyLine();
                            instructions().forEach(errors::line);
                            errors.flush();
                        });
        Runtime.getRuntime().addShutdownHook(farewell);
    }

    /// Shows the progress.
    ///
    /// @param answer Backfill's latest answer; missing: none so far
    void see(JsonNode answer) {
        int evaluated = evaluated(answer);
        bar.reach(evaluated);
        Duration now = Duration.ofNanos(System.nanoTime() - began);
        int reached = answer.path("part").asInt(0);
        boolean isDue = reached > part || now.minus(printed).compareTo(BETWEEN_LINES) >= 0;
        if (!bar.isShown() && isDue) {
            printed = now;
            part = reached;
            errors.line(
                    "after %d s: %d evaluations, %d invocations ended"
                            .formatted(now.toSeconds(), evaluated, reached));
            errors.flush();
        }
    }

    /// The sum of the outcomes of all rules.
    static int evaluated(JsonNode answer) {
        int sum = 0;
        for (JsonNode decisions : answer.path("total")) {
            for (JsonNode count : decisions) {
                sum += count.asInt();
            }
        }
        return sum;
    }

    /// How to follow or stop the sweep.
    List<String> instructions() {
        return List.of(
                "The sweep goes on in AWS",
                "To follow it: " + again,
                "To stop it: "
                        + ShellCommand.of("aws stepfunctions stop-execution")
                                .option("--execution-arn", execution)
                                .text());
    }

    @Override
    public void close() {
        bar.close();
        try {
            Runtime.getRuntime().removeShutdownHook(farewell);
        } catch (IllegalStateException e) { // the process ends already
            Thread.onSpinWait();
        }
    }
}
