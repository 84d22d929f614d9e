package dev.profileguard.sandbox.aws.notify;

import dev.profileguard.sandbox.aws.eventbridge.EventBus;
import dev.profileguard.sandbox.aws.sqs.Queues;
import dev.profileguard.sandbox.fault.Faults;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Timeline;
import java.time.InstantSource;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The services themselves, in this process. Every client works on the same topics, bus and queues.
public record NotifyServices(
        Notifications notifications,
        EventBus bus,
        Queues queues,
        Faults faults,
        InstantSource clock,
        Timeline timeline) {
    /// SNS: every topic exists, and keeps what is published to it in [Notifications].
    public SnsClient topics(Gate gate) {
        return new TopicClient(this, gate);
    }

    /// EventBridge's PutEvents.
    public EventBridgeClient bus(Gate gate) {
        return new BusClient(this, gate);
    }

    /// SQS: the template's queues.
    public SqsClient queues(Gate gate) {
        return new QueueClient(this, gate);
    }

    /// Tells of a call, however it ends.
    void tell(String operation, String target, String outcome) {
        timeline.add(
                Entry.of(clock.instant(), Entry.Kind.CALL)
                        .about(operation, target)
                        .ended(outcome, null));
    }
}
