package dev.profileguard.sandbox.host;

import dev.profileguard.aws.NotificationClients;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.notify.NotifyServices;
import java.util.function.Supplier;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The clients through which a function sends its findings. Topics of all regions are the same.
record FunctionNotificationClients(Supplier<NotifyServices> services, Caller role)
        implements NotificationClients {
    @Override
    public SnsClient topics(String region) {
        return services.get().topics(role);
    }

    @Override
    public EventBridgeClient bus() {
        return services.get().bus(role);
    }

    @Override
    public SqsClient queues() {
        return services.get().queues(role);
    }
}
