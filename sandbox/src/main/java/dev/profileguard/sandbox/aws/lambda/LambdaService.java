package dev.profileguard.sandbox.aws.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.cloudwatch.Metric;
import dev.profileguard.sandbox.aws.cloudwatch.Metrics;
import dev.profileguard.sandbox.aws.sqs.Message;
import dev.profileguard.sandbox.aws.sqs.Queues;
import dev.profileguard.sandbox.time.Scheduler;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Timeline;
import java.time.Duration;
import java.time.Instant;
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
    /// How long Lambda waits before the second and the third attempt of an asynchronous invocation.
    public static final List<Duration> RETRY_DELAYS =
            List.of(Duration.ofMinutes(1), Duration.ofMinutes(2));

    private final Map<String, ExecutionEnvironments> byId = new ConcurrentHashMap<>();
    private final Map<String, DeployedFunction> deployed = new LinkedHashMap<>();
    private final Function<FunctionDefinition, RequestStreamHandler> handlers;
    private final Map<String, AsyncInvocations> asyncInvocations = new ConcurrentHashMap<>();
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final Timeline timeline;
    private final Queues queues;
    private final Metrics metrics;

    /// A service that runs these functions.
    ///
    /// @param handlers creates a function's handler
    public LambdaService(
            List<FunctionDefinition> functions,
            Function<FunctionDefinition, RequestStreamHandler> handlers,
            Scheduler scheduler,
            InstantSource clock,
            Timeline timeline,
            Queues queues,
            Metrics metrics) {
        this.handlers = handlers;
        functions.forEach(each -> {
            byId.put(each.logicalId(), new ExecutionEnvironments(each, "1", handlers));
            deployed.put(each.logicalId(), new DeployedFunction(each, clock));
        });
        this.scheduler = scheduler;
        this.clock = clock;
        this.timeline = timeline;
        this.queues = queues;
        this.metrics = metrics;
    }

    /// Creates each function's first handler, so that wrong settings are reported now.
    ///
    /// @throws RuntimeException when a handler cannot be created
    public void warm() {
        deployed.keySet().forEach(each -> environments(each).warm());
    }

    /// The function of this logical ID, name, or full or partial ARN, with or without a qualifier.
    public Optional<FunctionDefinition> find(String named) {
        return FunctionName.parse(named).in(functions());
    }

    /// All functions.
    public List<FunctionDefinition> functions() {
        return deployed.values().stream().map(each -> each.inForce().definition()).toList();
    }

    /// The versions of a function.
    DeployedFunction deployed(FunctionDefinition function) {
        DeployedFunction found = deployed.get(function.logicalId());
        if (found == null) {
            throw new IllegalArgumentException("Not of this template: " + function.logicalId());
        }
        return found;
    }

    /// Puts a version in force: from now on, all invocations run it.
    void pointAlias(FunctionDefinition function, DeployedFunction.Version version) {
        deployed(function).pointTo(version);
        byId.put(
                function.logicalId(),
                new ExecutionEnvironments(version.definition(), version.number(), handlers));
    }

    /// Runs a function now and returns its response.
    ///
    /// @param payload JSON
    public InvocationResponse invoke(FunctionDefinition function, String payload) {
        Invocation invocation =
                new Invocation(function, payload, UUID.randomUUID().toString(), null);
        return scheduler.during(() -> run(invocation));
    }

    /// Runs a function now and returns its response.
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

    /// Runs a function soon, concurrently with its other invocations, and passes on its response.
    /// For callers that run on the scheduler and must not wait.
    ///
    /// @param payload JSON
    public void invokeSoon(
            FunctionDefinition function, String payload, Consumer<InvocationResponse> then) {
        Invocation invocation =
                new Invocation(function, payload, UUID.randomUUID().toString(), null);
        scheduler.in(Duration.ZERO, () -> then.accept(run(invocation)));
    }

    /// Runs a function soon. After an error, it retries after one minute and then after two
    /// minutes, as often as the template says. After the last error, the event goes to the
    /// on-failure queue. If that queue has no dead-letter queue, the timeline calls the event a
    /// dead letter.
    /// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
    ///
    /// @param eventId CloudTrail's ID of the recorded call in the event; null: it contains none
    public void invokeAsync(FunctionDefinition function, String payload, @Nullable String eventId) {
        String requestId = UUID.randomUUID().toString();
        Invocation invocation = new Invocation(function, payload, requestId, eventId);
        scheduler.in(
                Duration.ZERO, () -> asyncInvocations(function).run(() -> attempt(invocation, 1)));
    }

    /// Runs work when all earlier invocations of the function have ended or wait: now, or later by
    /// the scheduler.
    void inTurn(FunctionDefinition function, Runnable work) {
        asyncInvocations(function).run(work);
    }

    private void attempt(Invocation invocation, int attempt) {
        if (!(run(invocation) instanceof InvocationResponse.Failed failed)) {
            return;
        }
        if (attempt <= invocation.function().retries()) {
            Duration wait = RETRY_DELAYS.get(Math.min(attempt, RETRY_DELAYS.size()) - 1);
            AsyncInvocations invocations = asyncInvocations(invocation.function());
            scheduler.in(wait, () -> invocations.run(() -> attempt(invocation, attempt + 1)));
        } else {
            fail(invocation, failed, attempt);
        }
    }

    /// Runs a function on the current thread, in the version of its alias, and records it in the
    /// timeline.
    InvocationResponse run(Invocation invocation) {
        FunctionDefinition function = invocation.function();
        ExecutionEnvironments environments = environments(function.logicalId());
        InvocationContext context =
                InvocationContext.begin(
                                environments.function(),
                                invocation.requestId(),
                                clock,
                                InvocationContext.silence())
                        .running(environments.version());
        long began = System.nanoTime();
        InvocationResponse response =
                Timeline.during(
                        invocation.requestId(),
                        () -> environments.invoke(invocation.payload(), context));
        countErrors(function, response);
        timeline.add(
                entry(invocation, Entry.Kind.INVOCATION)
                        .during(invocation.requestId())
                        .by(function.roleArn())
                        .about("Invoke", text(response, "subject"))
                        .ended(response.outcome(), Duration.ofNanos(System.nanoTime() - began))
                        .with(decision(invocation, response)));
        return response;
    }

    /// https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    private void countErrors(FunctionDefinition function, InvocationResponse response) {
        Map<String, String> dimensions = Map.of("FunctionName", function.name());
        metrics.add(
                new Metric("AWS/Lambda", "Errors", dimensions),
                clock.instant(),
                response instanceof InvocationResponse.Failed ? 1 : 0);
    }

    /// The decision that the function reported, or else the one in its response.
    private @Nullable String decision(Invocation invocation, InvocationResponse response) {
        String reported = timeline.decision(invocation.requestId());
        String decision = text(response, "decision");
        return reported != null || decision == null
                ? reported
                : decision + ": " + text(response, "why");
    }

    private static @Nullable String text(InvocationResponse response, String key) {
        return response.result().get(key) instanceof String text ? text : null;
    }

    private void fail(Invocation invocation, InvocationResponse.Failed failed, int attempts) {
        String arn = invocation.function().onFailure();
        QueueDefinition queue = arn == null ? null : queues.find(arn);
        if (queue == null) {
            timeline.add(deadLetter(invocation, failed));
            return;
        }
        Instant now = clock.instant();
        Message sent =
                queues.send(queue.arn(), FailureRecord.json(invocation, failed, attempts, now));
        timeline.add(
                sent == null || queue.redrive() == null
                        ? deadLetter(invocation, failed)
                        : sent.entry(now, Entry.Kind.EVENT, queue.arn())
                                .ended("queued in " + queue.logicalId(), null));
    }

    private Entry deadLetter(Invocation invocation, InvocationResponse.Failed failed) {
        return entry(invocation, Entry.Kind.DEAD_LETTER)
                .about("RetriesExhausted", invocation.function().onFailure())
                .ended(failed.outcome(), null);
    }

    private Entry entry(Invocation invocation, Entry.Kind kind) {
        return Entry.of(clock.instant(), kind)
                .in(invocation.function().logicalId(), invocation.eventId());
    }

    /// Called when the function on the current thread starts to wait.
    public void pausing() {
        asyncInvocations.values().forEach(AsyncInvocations::startNext);
    }

    private AsyncInvocations asyncInvocations(FunctionDefinition function) {
        return asyncInvocations.computeIfAbsent(
                function.logicalId(), id -> new AsyncInvocations(scheduler));
    }

    private ExecutionEnvironments environments(String logicalId) {
        ExecutionEnvironments environments = byId.get(logicalId);
        if (environments == null) {
            throw new IllegalArgumentException("Not of this template: " + logicalId);
        }
        return environments;
    }
}
