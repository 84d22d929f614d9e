package dev.profileguard.aws;

import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The AWS services through which findings leave a function. Each client acts as the function's own
/// role, and is made when it is first asked for.
public interface NotificationClients {
    /// There are none.
    NotificationClients NONE =
            new NotificationClients() {
                @Override
                public SnsClient topics(String region) {
                    throw none();
                }

                @Override
                public EventBridgeClient bus() {
                    throw none();
                }

                @Override
                public SqsClient queues() {
                    throw none();
                }

                private static UnsupportedOperationException none() {
                    return new UnsupportedOperationException("Findings go to the log alone here");
                }
            };

    /// SNS in a region.
    SnsClient topics(String region);

    /// EventBridge in the function's own region.
    EventBridgeClient bus();

    /// SQS in the function's own region.
    SqsClient queues();
}
