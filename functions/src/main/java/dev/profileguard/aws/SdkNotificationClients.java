package dev.profileguard.aws;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// Clients of AWS. Their timeouts are short, so that the function still has time to send
/// undelivered notices to the dead-letter queue.
public final class SdkNotificationClients implements NotificationClients {
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(3);
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(5);

    private final SdkHttpClient http;
    private @Nullable SnsClient topics;
    private @Nullable EventBridgeClient bus;
    private @Nullable SqsClient queues;

    public SdkNotificationClients(SdkHttpClient http) {
        this.http = http;
    }

    @Override
    public SnsClient topics(String region) {
        SnsClient client = topics;
        if (client == null) {
            client =
                    SnsClient.builder()
                            .httpClient(http)
                            .region(Region.of(region))
                            .overrideConfiguration(SdkNotificationClients::timeouts)
                            .build();
            topics = client;
        }
        return client;
    }

    @Override
    public EventBridgeClient bus() {
        EventBridgeClient client = bus;
        if (client == null) {
            client =
                    EventBridgeClient.builder()
                            .httpClient(http)
                            .overrideConfiguration(SdkNotificationClients::timeouts)
                            .build();
            bus = client;
        }
        return client;
    }

    @Override
    public SqsClient queues() {
        SqsClient client = queues;
        if (client == null) {
            client =
                    SqsClient.builder()
                            .httpClient(http)
                            .overrideConfiguration(SdkNotificationClients::timeouts)
                            .build();
            queues = client;
        }
        return client;
    }

    private static void timeouts(ClientOverrideConfiguration.Builder configuration) {
        configuration.apiCallAttemptTimeout(ATTEMPT_TIMEOUT).apiCallTimeout(CALL_TIMEOUT);
    }
}
