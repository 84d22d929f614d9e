package dev.profileguard.aws;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The real ones. A service that does not answer is given up in time for its notices to be
/// dead-lettered while the function runs.
public final class SdkNotificationClients implements NotificationClients {
    private static final Duration LONGEST_ATTEMPT = Duration.ofSeconds(3);
    private static final Duration LONGEST_CALL = Duration.ofSeconds(5);

    private final SdkHttpClient http;
    private @Nullable SnsClient topics;
    private @Nullable EventBridgeClient bus;
    private @Nullable SqsClient queues;

    public SdkNotificationClients(SdkHttpClient http) {
        this.http = http;
    }

    @Override
    public SnsClient topics(String region) {
        SnsClient known = topics;
        if (known == null) {
            known =
                    SnsClient.builder()
                            .httpClient(http)
                            .region(Region.of(region))
                            .overrideConfiguration(SdkNotificationClients::patience)
                            .build();
            topics = known;
        }
        return known;
    }

    @Override
    public EventBridgeClient bus() {
        EventBridgeClient known = bus;
        if (known == null) {
            known =
                    EventBridgeClient.builder()
                            .httpClient(http)
                            .overrideConfiguration(SdkNotificationClients::patience)
                            .build();
            bus = known;
        }
        return known;
    }

    @Override
    public SqsClient queues() {
        SqsClient known = queues;
        if (known == null) {
            known =
                    SqsClient.builder()
                            .httpClient(http)
                            .overrideConfiguration(SdkNotificationClients::patience)
                            .build();
            queues = known;
        }
        return known;
    }

    private static void patience(ClientOverrideConfiguration.Builder configuration) {
        configuration.apiCallAttemptTimeout(LONGEST_ATTEMPT).apiCallTimeout(LONGEST_CALL);
    }
}
