package dev.profileguard.sandbox.aws.lambda;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.SourceDefinition;
import dev.profileguard.sandbox.aws.sqs.Message;
import dev.profileguard.sandbox.aws.sqs.Queues;
import dev.profileguard.sandbox.time.Scheduler;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Timeline;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/// An event source mapping: sends the messages of a queue to a function in batches, and deletes the
/// messages that it processed. Failed messages stay in the queue until they become visible again.
/// During a batching window, messages wait in the queue; they are received at its end.
/// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
public final class QueueReader {
    private final SourceDefinition source;
    private final FunctionDefinition function;
    private final LambdaService lambda;
    private final Queues queues;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final Timeline timeline;
    private final AtomicBoolean windowOpen = new AtomicBoolean();

    private QueueReader(
            SourceDefinition source,
            FunctionDefinition function,
            LambdaService lambda,
            Queues queues,
            Scheduler scheduler,
            InstantSource clock,
            Timeline timeline) {
        this.source = source;
        this.function = function;
        this.lambda = lambda;
        this.queues = queues;
        this.scheduler = scheduler;
        this.clock = clock;
        this.timeline = timeline;
    }

    /// Starts to read a queue.
    ///
    /// @throws IllegalArgumentException when the template has no such function or queue
    public static void connect(
            SourceDefinition source,
            LambdaService lambda,
            Queues queues,
            Scheduler scheduler,
            InstantSource clock,
            Timeline timeline) {
        FunctionDefinition function =
                lambda.find(source.function())
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "The template has no function " + source.function()));
        QueueReader reader =
                new QueueReader(source, function, lambda, queues, scheduler, clock, timeline);
        queues.listen(source.queue(), in -> scheduler.in(in, reader::poll));
    }

    private void poll() {
        int waiting = queues.visible(source.queue());
        if (waiting == 0) {
            return;
        }
        if (source.window().isZero() || waiting >= source.batchSize()) {
            processInTurn();
        } else if (windowOpen.compareAndSet(false, true)) {
            scheduler.in(source.window(), this::endOfWindow);
        }
    }

    private void endOfWindow() {
        windowOpen.set(false);
        processInTurn();
    }

    private void processInTurn() {
        lambda.inTurn(function, this::process);
    }

    private void process() {
        List<Message> batch = queues.receive(source.queue(), source.batchSize());
        if (batch.isEmpty()) {
            return;
        }
        batch.forEach(this::record);
        Invocation invocation =
                new Invocation(
                        function,
                        SqsEvent.json(batch, source.queue()),
                        UUID.randomUUID().toString(),
                        batch.size() == 1 ? batch.getFirst().eventId() : null);
        Set<String> failed = BatchResponse.failed(lambda.run(invocation), batch, source);
        batch.stream()
                .filter(message -> !failed.contains(message.id()))
                .forEach(message -> queues.delete(source.queue(), message));
        scheduler.in(Duration.ZERO, this::poll);
    }

    private void record(Message message) {
        Entry entry = message.entry(clock.instant(), Entry.Kind.EVENT, source.queue());
        timeline.add(
                entry.in(function.logicalId(), entry.eventId())
                        .ended("delivered from the queue", null));
    }
}
