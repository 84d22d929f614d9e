package dev.profileguard.sandbox.aws.notify;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.error.ServiceErrors;
import dev.profileguard.sandbox.aws.eventbridge.EventBus;
import dev.profileguard.sandbox.aws.eventbridge.ForeignBuses;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.lambda.Permissions;
import dev.profileguard.sandbox.aws.sqs.Queues;
import dev.profileguard.sandbox.fault.Faults;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Timeline;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// SNS, EventBridge and SQS in this process. All clients work on the same topics, bus and queues.
///
/// @param permissions what the caller of a client may do
public record NotifyServices(
        Notifications notifications,
        Permissions permissions,
        EventBus bus,
        ForeignBuses foreignBuses,
        Queues queues,
        Faults faults,
        InstantSource clock,
        Timeline timeline) {
    /// A client of SNS for a caller. Every topic exists; [Notifications] keeps the published
    /// messages.
    public SnsClient topics(Caller caller) {
        return new TopicClient(this, caller);
    }

    /// A client of EventBridge's PutEvents for a caller.
    public EventBridgeClient bus(Caller caller) {
        return new BusClient(this, caller);
    }

    /// A client of the template's queues in SQS for a caller.
    public SqsClient queues(Caller caller) {
        return new QueueClient(this, caller);
    }

    /// Runs the checks before a call and records in the timeline how they end.
    ///
    /// @param call as the timeline records it, without its end
    /// @param checks return what they found, or throw the service's error
    <T> T recorded(Entry call, Supplier<T> checks) {
        try {
            T found = checks.get();
            timeline.add(call.ended("ok", null));
            return found;
        } catch (AwsServiceException refusal) {
            timeline.add(call.ended(refusal.awsErrorDetails().errorCode(), null));
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

    /// A caller's call to a service, for the timeline.
    ///
    /// @param service as in its host, such as `sqs`
    Entry call(Caller caller, String service, String operation, String target) {
        FunctionDefinition function = permissions.functionOf(caller);
        return Entry.of(clock.instant(), Entry.Kind.CALL)
                .by(caller.arn())
                .in(function == null ? null : function.logicalId(), null)
                .to(service)
                .about(operation, target);
    }

    /// Why the caller may not perform an action; null: the caller may.
    @Nullable String refusal(Caller caller, String action, String resource) {
        return permissions.of(caller).refusal(action, resource);
    }
}
