package dev.profileguard.aws;

import dev.profileguard.aws.lambda.FunctionConfigurations;
import dev.profileguard.aws.lambda.LambdaRest;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/// Health checks by calls to AWS.
final class AwsHealth implements Health {
    private final CloudTrailHistory cloudTrail;
    private final EventBridgeClient events;
    private final SqsClient sqs;
    private final Map<String, String> environment;

    AwsHealth(CloudTrailHistory cloudTrail, SdkHttpClient http, Map<String, String> environment) {
        this.cloudTrail = cloudTrail;
        this.environment = environment;
        events = EventBridgeClient.builder().httpClient(http).build();
        sqs = SqsClient.builder().httpClient(http).build();
    }

    @Override
    public int trails() {
        return cloudTrail.trails();
    }

    @Override
    public String rule(String name) {
        try {
            String state = events.describeRule(request -> request.name(name)).stateAsString();
            return Objects.requireNonNullElse(state, "UNKNOWN");
        } catch (ResourceNotFoundException e) {
            return "MISSING";
        }
    }

    @Override
    public int waiting(String url) {
        QueueAttributeName count = QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES;
        return Integer.parseInt(
                sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(count))
                        .attributes()
                        .getOrDefault(count, "0"));
    }

    @Override
    public FunctionConfigurations configurations() {
        return LambdaRest.live(environment);
    }
}
