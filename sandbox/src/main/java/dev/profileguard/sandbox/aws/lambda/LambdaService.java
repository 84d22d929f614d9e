package dev.profileguard.sandbox.aws.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.sqs.Queues;
import dev.profileguard.sandbox.time.Scheduler;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Timeline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs the template's functions as Lambda does.
public final class LambdaService {
    private static final List<Duration> BETWEEN_ATTEMPTS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

    private final Map<String, ExecutionEnvironments> byId = new LinkedHashMap<>();
    private final Map<String, AsyncInvocations> lanes = new ConcurrentHashMap<>();
    private final Scheduler agenda;
    private final InstantSource clock;
    private final Timeline timeline;
    private final Queues queues;

    /// A service that runs these functions.
    ///
    /// @param maker creates a function's handler
    public LambdaService(
            List<FunctionDefinition> functions,
            Function<FunctionDefinition, RequestStreamHandler> maker,
            Scheduler agenda,
            InstantSource clock,
            Timeline timeline,
            Queues queues) {
        functions.forEach(
                each -> byId.put(each.logicalId(), new ExecutionEnvironments(each, maker)));
        this.agenda = agenda;
        this.clock = clock;
        this.timeline = timeline;
        this.queues = queues;
    }

    /// Makes each function's first handler, so that bad settings show now.
    ///
    /// @throws Handlers.HandlerException saying which function and why
    public void warm() {
        byId.values().forEach(ExecutionEnvironments::warm);
    }

    /// The function of this logical ID, name, or full or partial ARN, with or without a qualifier.
    public Optional<FunctionDefinition> find(String named) {
        return FunctionName.parse(named).in(functions());
    }

    /// All functions.
    public List<FunctionDefinition> functions() {
        return byId.values().stream().map(ExecutionEnvironments::function).toList();
    }

    /// Runs a function now and waits for its answer.
    ///
    /// @param payload JSON
    public InvocationResponse invoke(FunctionDefinition function, String payload) {
        Invocation invocation =
                new Invocation(function, payload, UUID.randomUUID().toString(), null);
        return agenda.during(() -> run(invocation));
    }

    /// Runs a function now and waits for its answer.
    ///
    /// @param named as in [#find(String)]
    /// @throws IllegalArgumentException when there is no such function
    public InvocationResponse invoke(String named, String payload) {
        FunctionDefinition function =
                find(named)
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "The template has no function " + named));
        return invoke(function, payload);
    }

    /// Runs a function soon, beside whatever else it does, and hands on its answer. For callers
    /// that are on the agenda themselves and do not wait.
    ///
    /// @param payload JSON
    public void invokeSoon(
            FunctionDefinition function, String payload, Consumer<InvocationResponse> then) {
        Invocation invocation =
                new Invocation(function, payload, UUID.randomUUID().toString(), null);
        agenda.in(Duration.ZERO, () -> then.accept(run(invocation)));
    }

    /// Runs a function soon. After an error it is tried again a minute later and then two, as often
    /// as the template says; what has failed for good goes to the on-failure queue.
    /// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
    ///
    /// @param eventId CloudTrail's, of the event that is handed in; null: none
    public void invokeAsync(FunctionDefinition function, String payload, @Nullable String eventId) {
        String requestId = UUID.randomUUID().toString();
        Invocation invocation = new Invocation(function, payload, requestId, eventId);
        agenda.in(Duration.ZERO, () -> lane(function).run(() -> attempt(invocation, 1)));
    }

    /// Does this once all invocations of the function that began before have ended or wait: now, or
    /// later on the agenda.
    void inTurn(FunctionDefinition function, Runnable work) {
        lane(function).run(work);
    }

    private void attempt(Invocation invocation, int attempt) {
        if (!(run(invocation) instanceof InvocationResponse.Failed failed)) {
            return;
        }
        if (attempt <= invocation.function().retries()) {
            Duration wait = BETWEEN_ATTEMPTS.get(Math.min(attempt, BETWEEN_ATTEMPTS.size()) - 1);
            AsyncInvocations lane = lane(invocation.function());
            agenda.in(wait, () -> lane.run(() -> attempt(invocation, attempt + 1)));
        } else {
            giveUp(invocation, failed, attempt);
        }
    }

    /// Runs a function on the current thread and tells of it.
    InvocationResponse run(Invocation invocation) {
        FunctionDefinition function = invocation.function();
        InvocationContext context =
                InvocationContext.begin(
                        function, invocation.requestId(), clock, InvocationContext.silence());
        long began = System.nanoTime();
        InvocationResponse answer = environments(function).invoke(invocation.payload(), context);
        timeline.add(
                entry(invocation, Entry.Kind.INVOCATION)
                        .by(function.roleArn())
                        .about("Invoke", text(answer, "subject"))
                        .ended(answer.outcome(), Duration.ofNanos(System.nanoTime() - began))
                        .with(decision(invocation, answer)));
        return answer;
    }

    /// As the function reported it, or else as it answered.
    private @Nullable String decision(Invocation invocation, InvocationResponse answer) {
        String told = timeline.decision(invocation.requestId());
        String decision = text(answer, "decision");
        return told != null || decision == null ? told : decision + ": " + text(answer, "why");
    }

    private static @Nullable String text(InvocationResponse answer, String key) {
        return answer.result().get(key) instanceof String text ? text : null;
    }

    private void giveUp(Invocation invocation, InvocationResponse.Failed failed, int attempts) {
        String queue = invocation.function().onFailure();
        if (queue != null) {
            queues.send(queue, FailureRecord.json(invocation, failed, attempts, clock.instant()));
        }
        timeline.add(
                entry(invocation, Entry.Kind.DEAD_LETTER)
                        .about("RetriesExhausted", queue)
                        .ended(failed.outcome(), null));
    }

    private Entry entry(Invocation invocation, Entry.Kind kind) {
        return Entry.of(clock.instant(), kind)
                .in(invocation.function().logicalId(), invocation.eventId());
    }

    /// Says that the function on the current thread waits for a while.
    public void pausing() {
        lanes.values().forEach(AsyncInvocations::letPass);
    }

    private AsyncInvocations lane(FunctionDefinition function) {
        return lanes.computeIfAbsent(function.logicalId(), id -> new AsyncInvocations(agenda));
    }

    private ExecutionEnvironments environments(FunctionDefinition function) {
        ExecutionEnvironments environments = byId.get(function.logicalId());
        if (environments == null) {
            throw new IllegalArgumentException("Not of this template: " + function.logicalId());
        }
        return environments;
    }
}
