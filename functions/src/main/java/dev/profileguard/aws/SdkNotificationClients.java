package dev.profileguard.aws;

import dev.profileguard.aws.securityhub.FindingImport;
import dev.profileguard.aws.securityhub.FindingImportRest;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
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
    private final Map<String, String> environment;
    private final @Nullable AwsCredentialsProvider credentials;
    private @Nullable SnsClient topics;
    private @Nullable EventBridgeClient bus;
    private @Nullable EventBridgeClient regionalBus;
    private @Nullable SqsClient queues;
    private @Nullable FindingImport securityHub;

    /// @param environment the environment variables of the function
    public SdkNotificationClients(SdkHttpClient http, Map<String, String> environment) {
        this(http, environment, null);
    }

    /// The same, with other credentials than those of the function.
    ///
    /// @param credentials null: those of the function
    public SdkNotificationClients(
            SdkHttpClient http,
            Map<String, String> environment,
            @Nullable AwsCredentialsProvider credentials) {
        this.http = http;
        this.environment = environment;
        this.credentials = credentials;
    }

    @Override
    public SnsClient topics(String region) {
        SnsClient client = topics;
        if (client == null) {
            client =
                    SnsClient.builder()
                            .httpClient(http)
                            .credentialsProvider(credentials)
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
                            .credentialsProvider(credentials)
                            .overrideConfiguration(SdkNotificationClients::timeouts)
                            .build();
            bus = client;
        }
        return client;
    }

    @Override
    public EventBridgeClient bus(String region) {
        EventBridgeClient client = regionalBus;
        if (client == null) {
            client =
                    EventBridgeClient.builder()
                            .httpClient(http)
                            .credentialsProvider(credentials)
                            .region(Region.of(region))
                            .overrideConfiguration(SdkNotificationClients::timeouts)
                            .build();
            regionalBus = client;
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
                            .credentialsProvider(credentials)
                            .overrideConfiguration(SdkNotificationClients::timeouts)
                            .build();
            queues = client;
        }
        return client;
    }

    @Override
    public FindingImport securityHub() {
        FindingImport client = securityHub;
        if (client == null) {
            client = FindingImportRest.live(environment);
            securityHub = client;
        }
        return client;
    }

    private static void timeouts(ClientOverrideConfiguration.Builder configuration) {
        configuration.apiCallAttemptTimeout(ATTEMPT_TIMEOUT).apiCallTimeout(CALL_TIMEOUT);
    }
}
