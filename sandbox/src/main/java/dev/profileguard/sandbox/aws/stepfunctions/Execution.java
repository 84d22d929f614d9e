package dev.profileguard.sandbox.aws.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.aws.lambda.LambdaService;
import dev.profileguard.sandbox.time.Scheduler;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One execution of a state machine. It is in one state at a time. While a function runs or a retry
/// waits, the execution occupies no thread.
final class Execution {
    /// https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
    private static final int MOST_BYTES = 262_144;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StateMachine machine;
    private final LambdaService lambda;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final ExecutionLog log;
    private final ExecutionRecord record;

    /// @param record what is kept of it
    Execution(
            StateMachine machine,
            ExecutionRecord record,
            LambdaService lambda,
            Scheduler scheduler,
            InstantSource clock,
            ExecutionLog log) {
        this.machine = machine;
        this.record = record;
        this.lambda = lambda;
        this.scheduler = scheduler;
        this.clock = clock;
        this.log = log;
    }

    void begin(JsonNode input) {
        String outcome = "started with " + input;
        log.count(machine, "ExecutionStarted", outcome, null, "ExecutionsStarted");
        Duration timeout = machine.timeout();
        if (timeout != null) {
            scheduler.in(timeout, () -> timeOut(timeout));
        }
        enter(machine.first(), input);
    }

    /// @param name the next state; null: the previous state was the last one
    private void enter(@Nullable String name, JsonNode input) {
        if (name == null) {
            succeed(input.toString());
            return;
        }
        try {
            requireRoom(input);
            State state = machine.state(name);
            record.add(
                    state.type() + "StateEntered",
                    ExecutionRecord.details("name", name, "input", input.toString()));
            switch (state) {
                case State.Task task -> attempt(new Attempt(task, input, Map.of()));
                case State.Pass pass -> leave(name, pass, pass.next(), pass.output(input));
                case State.Choice choice -> leave(name, choice, choice.next(input), input);
                case State.Fail fail -> throw new StateError(fail.error(), fail.cause());
            }
        } catch (StateError e) {
            fail(e);
        }
    }

    private void leave(String name, State state, @Nullable String next, JsonNode output) {
        record.add(
                state.type() + "StateExited",
                ExecutionRecord.details("name", name, "output", output.toString()));
        enter(next, output);
    }

    /// @param retries the number of retries so far by each retrier:
    ///   https://states-language.net/spec.html#errors
    private record Attempt(State.Task task, JsonNode input, Map<Retrier, Integer> retries) {
        int count(Retrier retrier) {
            return retries.getOrDefault(retrier, 0);
        }

        Attempt next(Retrier retrier) {
            Map<Retrier, Integer> counted = new HashMap<>(retries);
            counted.merge(retrier, 1, Integer::sum);
            return new Attempt(task, input, counted);
        }
    }

    private void attempt(Attempt attempt) {
        State.Task task = attempt.task();
        JsonNode parameters = task.parameters().of(attempt.input());
        JsonNode payload = parameters.path("Payload");
        record.add(
                "TaskScheduled", task("region", Stack.REGION, "parameters", parameters.toString()));
        record.add("TaskStarted", task());
        Instant began = clock.instant();
        lambda.invokeSoon(
                task.function(),
                payload.isMissingNode() ? "{}" : payload.toString(),
                response -> completed(attempt, began, response));
    }

    private void completed(Attempt attempt, Instant began, InvocationResponse response) {
        if (!record.isRunning()) {
            return;
        }
        State.Task task = attempt.task();
        try {
            requireInTime(task, began);
            JsonNode result = State.Task.response(result(response));
            JsonNode output = task.output(attempt.input(), result);
            requireRoom(output);
            log.add(machine, "TaskSucceeded", task.name() + " succeeded");
            record.add("TaskSucceeded", task("output", result.toString()));
            leave(task.name(), task, task.next(), output);
        } catch (StateError e) {
            failed(attempt, e);
        }
    }

    /// Retries the task, or fails the execution.
    private void failed(Attempt attempt, StateError error) {
        State.Task task = attempt.task();
        record.add("TaskFailed", task("error", error.error(), "cause", error.cause()));
        Optional<Retrier> first =
                task.retriers().stream().filter(each -> each.covers(error.error())).findFirst();
        Optional<Retrier> left = first.filter(each -> attempt.count(each) < each.most());
        if (left.isPresent()) {
            retry(attempt, error, left.get());
            return;
        }
        log.add(machine, "TaskFailed", "%s failed: %s".formatted(task.name(), error.error()));
        fail(error);
    }

    private void retry(Attempt attempt, StateError error, Retrier retrier) {
        Duration wait = retrier.before(attempt.count(retrier));
        log.add(
                machine,
                "TaskFailed",
                "%s failed: %s; again in %d s"
                        .formatted(attempt.task().name(), error.error(), wait.toSeconds()));
        scheduler.in(
                wait,
                () -> {
                    if (record.isRunning()) {
                        attempt(attempt.next(retrier));
                    }
                });
    }

    /// The cause of a function's error is the payload that Lambda returns.
    /// https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
    private static JsonNode result(InvocationResponse response) {
        return switch (response) {
            case InvocationResponse.Returned(String payload) -> parsed(payload);
            case InvocationResponse.Failed failed ->
                    throw new StateError(failed.type(), failed.payload(), failed.outcome());
        };
    }

    private static JsonNode parsed(String payload) {
        try {
            return payload.isBlank() ? JSON.nullNode() : JSON.readTree(payload);
        } catch (JsonProcessingException e) {
            throw new StateError(StateError.RUNTIME, "The function returned no JSON: " + payload);
        }
    }

    private void requireInTime(State.Task task, Instant began) {
        if (Duration.between(began, clock.instant()).compareTo(task.timeout()) > 0) {
            throw new StateError(
                    "States.Timeout",
                    "It took longer than %d s".formatted(task.timeout().toSeconds()));
        }
    }

    private static void requireRoom(JsonNode data) {
        int bytes = data.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_BYTES) {
            throw new StateError(
                    StateError.TOO_MUCH_DATA,
                    "A state's data may have %d bytes, not %d".formatted(MOST_BYTES, bytes));
        }
    }

    private void succeed(String output) {
        if (record.end(
                ExecutionRecord.Status.SUCCEEDED, "ExecutionSucceeded", output, null, null)) {
            log.count(machine, "ExecutionSucceeded", "succeeded", output, "ExecutionsSucceeded");
        }
    }

    private void fail(StateError error) {
        if (record.end(
                ExecutionRecord.Status.FAILED,
                "ExecutionFailed",
                null,
                error.error(),
                error.cause())) {
            String outcome = "failed: " + error.getMessage();
            log.count(machine, "ExecutionFailed", outcome, null, "ExecutionsFailed");
        }
    }

    private void timeOut(Duration timeout) {
        if (record.end(ExecutionRecord.Status.TIMED_OUT, "ExecutionTimedOut", null, null, null)) {
            String outcome = "took longer than %d s".formatted(timeout.toSeconds());
            log.count(machine, "ExecutionTimedOut", outcome, null, "ExecutionsTimedOut");
        }
    }

    /// Ends it on request. A function that runs goes on, and its response is ignored.
    ///
    /// @param error null: none was given
    /// @param cause null: none was given
    void stop(@Nullable String error, @Nullable String cause) {
        if (record.end(ExecutionRecord.Status.ABORTED, "ExecutionAborted", null, error, cause)) {
            log.count(machine, "ExecutionAborted", "stopped", null, "ExecutionsAborted");
        }
    }

    ExecutionRecord kept() {
        return record;
    }

    private static Map<String, Object> task(String... more) {
        Map<String, Object> details =
                ExecutionRecord.details("resourceType", "lambda", "resource", "invoke");
        details.putAll(ExecutionRecord.details(more));
        return details;
    }
}
