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

/// Hands a function what waits in a queue: a batch at a time, and deletes what it handled. What it
/// failed on stays, and comes again when the queue shows it again. A batching window is waited for
/// in the queue, not after receiving. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
public final class QueueReader {
    private final SourceDefinition source;
    private final FunctionDefinition function;
    private final LambdaService lambda;
    private final Queues queues;
    private final Scheduler agenda;
    private final InstantSource clock;
    private final Timeline timeline;
    private final AtomicBoolean gathering = new AtomicBoolean();

    private QueueReader(
            SourceDefinition source,
            FunctionDefinition function,
            LambdaService lambda,
            Queues queues,
            Scheduler agenda,
            InstantSource clock,
            Timeline timeline) {
        this.source = source;
        this.function = function;
        this.lambda = lambda;
        this.queues = queues;
        this.agenda = agenda;
        this.clock = clock;
        this.timeline = timeline;
    }

    /// Reads a queue from now on.
    ///
    /// @throws IllegalArgumentException when the template has no such function or queue
    public static void connect(
            SourceDefinition source,
            LambdaService lambda,
            Queues queues,
            Scheduler agenda,
            InstantSource clock,
            Timeline timeline) {
        FunctionDefinition function =
                lambda.find(source.function())
                        .orElseThrow(() ->
                                new IllegalArgumentException(
                                        "The template has no function " + source.function()));
        QueueReader reader =
                new QueueReader(source, function, lambda, queues, agenda, clock, timeline);
        queues.listen(source.queue(), in -> agenda.in(in, reader::look));
    }

    private void look() {
        int waiting = queues.visible(source.queue());
        if (waiting == 0) {
            return;
        }
        if (source.window().isZero() || waiting >= source.batchSize()) {
            takeInTurn();
        } else if (gathering.compareAndSet(false, true)) {
            agenda.in(source.window(), this::endOfWindow);
        }
    }

    private void endOfWindow() {
        gathering.set(false);
        takeInTurn();
    }

    private void takeInTurn() {
        lambda.inTurn(function, this::take);
    }

    private void take() {
        List<Message> batch = queues.receive(source.queue(), source.batchSize());
        if (batch.isEmpty()) {
            return;
        }
        batch.forEach(this::tell);
        Invocation invocation =
                new Invocation(
                        function,
                        SqsEvent.json(batch, source.queue()),
                        UUID.randomUUID().toString(),
                        batch.size() == 1 ? batch.getFirst().eventId() : null);
        Set<String> failed = BatchAnswer.failed(lambda.run(invocation), batch, source);
        batch.stream()
                .filter(message -> !failed.contains(message.id()))
                .forEach(message -> queues.delete(source.queue(), message));
        agenda.in(Duration.ZERO, this::look);
    }

    private void tell(Message message) {
        Entry entry = message.entry(clock.instant(), Entry.Kind.EVENT, source.queue());
        timeline.add(
                entry.in(function.logicalId(), entry.eventId())
                        .ended("delivered from the queue", null));
    }
}
