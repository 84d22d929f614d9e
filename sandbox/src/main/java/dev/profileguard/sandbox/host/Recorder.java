package dev.profileguard.sandbox.host;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.aws.cloudtrail.CallRecord;
import dev.profileguard.sandbox.aws.cloudtrail.CompletedCall;
import dev.profileguard.sandbox.aws.cloudtrail.PastCalls;
import dev.profileguard.sandbox.aws.cloudtrail.Trail;
import dev.profileguard.sandbox.aws.eventbridge.EventBus;
import dev.profileguard.sandbox.aws.iam.CallObserver;
import dev.profileguard.sandbox.aws.iam.IamCall;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.lambda.Permissions;
import dev.profileguard.sandbox.timeline.Entry;
import dev.profileguard.sandbox.timeline.Timeline;
import java.time.Duration;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.IamResponse;

/// Records each call in the timeline. Writes also go to the event history of CloudTrail in their
/// region, and those in the stack's region to EventBridge, which has no bus in other regions.
/// https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
public record Recorder(
        UnaryOperator<String> userIds,
        Permissions permissions,
        Timeline timeline,
        PastCalls history,
        EventBus bus)
        implements CallObserver, Trail {
    @Override
    public void completed(
            IamCall call,
            @Nullable IamResponse response,
            @Nullable IamException error,
            Duration took) {
        CallRecord record = CallRecord.of(call, response, error, userIds);
        Entry entry =
                Entry.of(call.time(), Entry.Kind.CALL)
                        .about(call.operation(), CallRecord.subject(call))
                        .ended(error == null ? "ok" : CallRecord.apiCode(error), took)
                        .to("iam")
                        .with(CallRecord.others(call));
        add(record, entry, call.caller());
    }

    @Override
    public void add(CompletedCall call, Duration took) {
        CallRecord record = CallRecord.of(call, userIds);
        Entry entry =
                Entry.of(call.time(), Entry.Kind.CALL)
                        .about(call.operation(), CallRecord.subject(call))
                        .ended(call.errorCode() == null ? "ok" : call.errorCode(), took)
                        .to(call.service())
                        .with(CallRecord.others(call));
        add(record, entry, call.origin().caller());
    }

    private void add(CallRecord record, Entry entry, Caller caller) {
        FunctionDefinition function = permissions.functionOf(caller);
        String logicalId = function == null ? null : function.logicalId();
        timeline.add(entry.by(caller.arn()).in(logicalId, record.eventId()));
        if (!record.readOnly()) {
            history.in(record.region()).add(record);
            if (record.region().equals(Stack.REGION)) {
                bus.publish(BusEvent.of(record));
            }
        }
    }
}
