package dev.profileguard.aws;

import dev.profileguard.aws.securityhub.FindingImport;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The AWS services to which a function sends findings. Each client uses the function's own role
/// and is created at its first use.
public interface NotificationClients {
    /// For functions that write findings only to the log.
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
                public EventBridgeClient bus(String region) {
                    throw none();
                }

                @Override
                public SqsClient queues() {
                    throw none();
                }

                @Override
                public FindingImport securityHub() {
                    throw none();
                }

                private static UnsupportedOperationException none() {
                    return new UnsupportedOperationException(
                            "This function writes findings only to the log");
                }
            };

    /// A client of SNS in a region.
    SnsClient topics(String region);

    /// A client of EventBridge in the function's own region.
    EventBridgeClient bus();

    /// A client of EventBridge in a region.
    EventBridgeClient bus(String region);

    /// A client of SQS in the function's own region.
    SqsClient queues();

    /// Security Hub in the function's own region.
    FindingImport securityHub();
}
