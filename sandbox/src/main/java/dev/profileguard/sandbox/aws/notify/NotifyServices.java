package dev.profileguard.sandbox.aws.notify;

import dev.profileguard.sandbox.aws.error.ServiceErrors;
import dev.profileguard.sandbox.aws.eventbridge.EventBus;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.sqs.Queues;
import dev.profileguard.sandbox.fault.Faults;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Timeline;
import java.time.InstantSource;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// SNS, EventBridge and SQS in this process. All clients work on the same topics, bus and queues.
public record NotifyServices(
        Notifications notifications,
        EventBus bus,
        Queues queues,
        Faults faults,
        InstantSource clock,
        Timeline timeline) {
    /// A client of SNS. Every topic exists; [Notifications] keeps the published messages.
    public SnsClient topics(Authorizer authorizer) {
        return new TopicClient(this, authorizer);
    }

    /// A client of EventBridge's PutEvents.
    public EventBridgeClient bus(Authorizer authorizer) {
        return new BusClient(this, authorizer);
    }

    /// A client of the template's queues in SQS.
    public SqsClient queues(Authorizer authorizer) {
        return new QueueClient(this, authorizer);
    }

    /// Runs the checks before a call and records in the timeline how they end.
    ///
    /// @param checks return what they found, or throw the service's error
    <T> T recorded(String operation, String target, Supplier<T> checks) {
        try {
            T found = checks.get();
            record(operation, target, "ok");
            return found;
        } catch (AwsServiceException refusal) {
            record(operation, target, refusal.awsErrorDetails().errorCode());
            throw refusal;
        }
    }

    /// Throws when the fault settings let the call fail.
    ///
    /// @param code the service's code of an internal error
    void requireAvailable(String operation, ServiceErrors<?> errors, String code) {
        if (faults.takeFailure(operation)) {
            throw errors.of(500, code, "The service fails: a fault that was set in the sandbox.");
        }
    }

    private void record(String operation, String target, String outcome) {
        timeline.add(
                Entry.of(clock.instant(), Entry.Kind.CALL)
                        .about(operation, target)
                        .ended(outcome, null));
    }
}
