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

/// One execution of a state machine. It is in one state at a time; while a function works or a
/// retry waits, it is on the agenda alone.
final class Execution {
    /// https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
    private static final int MOST_BYTES = 262_144;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final StateMachine machine;
    private final LambdaService lambda;
    private final Scheduler agenda;
    private final InstantSource clock;
    private final ExecutionLog log;
    private final AtomicBoolean ended = new AtomicBoolean();

    Execution(
            StateMachine machine,
            LambdaService lambda,
            Scheduler agenda,
            InstantSource clock,
            ExecutionLog log) {
        this.machine = machine;
        this.lambda = lambda;
        this.agenda = agenda;
        this.clock = clock;
        this.log = log;
    }

    void begin(JsonNode input) {
        String outcome = "started with " + input;
        log.count(machine, "ExecutionStarted", outcome, null, "ExecutionsStarted");
        Duration timeout = machine.timeout();
        if (timeout != null) {
            agenda.in(timeout, () -> timeOut(timeout));
        }
        enter(machine.first(), input);
    }

    /// @param name of a state; null: there is none left
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

    /// @param retries how often each retrier had it tried again already:
    ///   https://states-language.net/spec.html#errors
    private record Attempt(State.Task task, JsonNode input, Map<Retrier, Integer> retries) {
        int tried(Retrier retrier) {
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
                answer -> answered(attempt, began, answer));
    }

    private void answered(Attempt attempt, Instant began, InvocationResponse answer) {
        if (ended.get()) {
            return;
        }
        State.Task task = attempt.task();
        try {
            requireInTime(task, began);
            JsonNode output = task.output(attempt.input(), result(answer));
            requireRoom(output);
            log.tell(machine, "TaskSucceeded", task.name() + " succeeded");
            enter(task.next(), output);
        } catch (StateError e) {
            failed(attempt, e);
        }
    }

    /// Tries it again, or gives up.
    private void failed(Attempt attempt, StateError error) {
        State.Task task = attempt.task();
        Optional<Retrier> first =
                task.retriers().stream().filter(each -> each.covers(error.error())).findFirst();
        Optional<Retrier> left = first.filter(each -> attempt.tried(each) < each.most());
        if (left.isPresent()) {
            retry(attempt, error, left.get());
            return;
        }
        log.tell(machine, "TaskFailed", "%s failed: %s".formatted(task.name(), error.error()));
        fail(error);
    }

    private void retry(Attempt attempt, StateError error, Retrier retrier) {
        Duration wait = retrier.before(attempt.tried(retrier));
        log.tell(
                machine,
                "TaskFailed",
                "%s failed: %s; again in %d s"
                        .formatted(attempt.task().name(), error.error(), wait.toSeconds()));
        agenda.in(
                wait,
                () -> {
                    if (!ended.get()) {
                        attempt(attempt.next(retrier));
                    }
                });
    }

    private static JsonNode result(InvocationResponse answer) {
        return switch (answer) {
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
