package dev.profileguard.sandbox.aws.stepfunctions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.concurrent.atomic.AtomicBoolean;
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
    private final AtomicBoolean ended = new AtomicBoolean();

    Execution(
            StateMachine machine,
            LambdaService lambda,
            Scheduler scheduler,
            InstantSource clock,
            ExecutionLog log) {
        this.machine = machine;
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
            end("ExecutionSucceeded", "succeeded", input.toString(), "ExecutionsSucceeded");
            return;
        }
        try {
            requireRoom(input);
            switch (machine.state(name)) {
                case State.Task task -> attempt(new Attempt(task, input, Map.of()));
                case State.Pass pass -> enter(pass.next(), pass.output(input));
                case State.Choice choice -> enter(choice.next(input), input);
                case State.Fail fail -> throw new StateError(fail.error(), fail.cause());
            }
        } catch (StateError e) {
            fail(e);
        }
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
        JsonNode payload = task.parameters().of(attempt.input()).path("Payload");
        Instant began = clock.instant();
        lambda.invokeSoon(
                task.function(),
                payload.isMissingNode() ? "{}" : payload.toString(),
                response -> completed(attempt, began, response));
    }

    private void completed(Attempt attempt, Instant began, InvocationResponse response) {
        if (ended.get()) {
            return;
        }
        State.Task task = attempt.task();
        try {
            requireInTime(task, began);
            JsonNode output = task.output(attempt.input(), result(response));
            requireRoom(output);
            log.add(machine, "TaskSucceeded", task.name() + " succeeded");
            enter(task.next(), output);
        } catch (StateError e) {
            failed(attempt, e);
        }
    }

    /// Retries the task, or fails the execution.
    private void failed(Attempt attempt, StateError error) {
        State.Task task = attempt.task();
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
                    if (!ended.get()) {
                        attempt(attempt.next(retrier));
                    }
                });
    }

    private static JsonNode result(InvocationResponse response) {
        return switch (response) {
            case InvocationResponse.Returned(String payload) -> parsed(payload);
            case InvocationResponse.Failed failed ->
                    throw new StateError(failed.type(), failed.outcome());
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

    private void fail(StateError error) {
        end("ExecutionFailed", "failed: " + error.getMessage(), null, "ExecutionsFailed");
    }

    private void timeOut(Duration timeout) {
        end(
                "ExecutionTimedOut",
                "took longer than %d s".formatted(timeout.toSeconds()),
                null,
                "ExecutionsTimedOut");
    }

    private void end(String event, String outcome, @Nullable String output, String metric) {
        if (!ended.getAndSet(true)) {
            log.count(machine, event, outcome, output, metric);
        }
    }
}
