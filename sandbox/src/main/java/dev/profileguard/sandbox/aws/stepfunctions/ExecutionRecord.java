package dev.profileguard.sandbox.aws.stepfunctions;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Step Functions keeps of an execution: its input, its history and its end. Thread-safe.
public final class ExecutionRecord {
    private final StateMachine machine;
    private final String name;
    private final String input;
    private final InstantSource clock;
    private final Instant started;
    private final List<HistoryEvent> events = new ArrayList<>();
    private @Nullable End end;

    /// The state of an execution, as DescribeExecution names it.
    public enum Status {
        /// It has not ended.
        RUNNING,
        /// Its last state ended.
        SUCCEEDED,
        /// A state failed.
        FAILED,
        /// It took longer than its definition allows.
        TIMED_OUT,
        /// StopExecution ended it.
        ABORTED
    }

    /// How an execution ended.
    ///
    /// @param output JSON; null: it did not succeed
    /// @param error its name; null: none
    /// @param cause for people; null: none
    public record End(
            Status status,
            Instant time,
            @Nullable String output,
            @Nullable String error,
            @Nullable String cause) {}

    /// An execution that starts now.
    ///
    /// @param input JSON, as it was given
    ExecutionRecord(StateMachine machine, String name, String input, InstantSource clock) {
        this.machine = machine;
        this.name = name;
        this.input = input;
        this.clock = clock;
        this.started = clock.instant();
        add("ExecutionStarted", details("input", input, "roleArn", machine.roleArn()));
    }

    /// `arn:aws:states:REGION:ACCOUNT:execution:MACHINE:NAME`.
    public String arn() {
        return machine.executionArn(name);
    }

    /// The ARN of its state machine.
    public String machineArn() {
        return machine.arn();
    }

    /// Its name, unique among the executions of the state machine.
    public String name() {
        return name;
    }

    /// JSON, as it was given.
    public String input() {
        return input;
    }

    /// When it started.
    public Instant started() {
        return started;
    }

    /// How it ended; null: it still runs.
    public synchronized @Nullable End end() {
        return end;
    }

    /// Its state now.
    public synchronized Status status() {
        return end == null ? Status.RUNNING : end.status();
    }

    /// Its history so far, oldest first.
    public synchronized List<HistoryEvent> events() {
        return List.copyOf(events);
    }

    synchronized boolean isRunning() {
        return end == null;
    }

    /// Adds an event to the history of an execution that still runs.
    ///
    /// @param details in pairs of a name and a value, which is left out if it is null
    synchronized void add(String type, Map<String, Object> details) {
        if (end == null) {
            events.add(new HistoryEvent(events.size() + 1, type, clock.instant(), details));
        }
    }

    /// Ends the execution.
    ///
    /// @return false: it had ended already
    synchronized boolean end(
            Status status,
            String event,
            @Nullable String output,
            @Nullable String error,
            @Nullable String cause) {
        if (end != null) {
            return false;
        }
        add(event, details("output", output, "error", error, "cause", cause));
        end = new End(status, clock.instant(), output, error, cause);
        return true;
    }

    /// The details of an event, without values that are null.
    static Map<String, Object> details(@Nullable String... namesAndValues) {
        Map<String, Object> details = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String value = namesAndValues[i + 1];
            if (value != null) {
                details.put(String.valueOf(namesAndValues[i]), value);
            }
        }
        return details;
    }
}
