package dev.profileguard.aws.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.aws.CallCount;
import dev.profileguard.aws.query.PlayedHttp;
import dev.profileguard.aws.query.SignedHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.iam.model.IamException;

class AttemptsTest {
    private static final String THROTTLED =
            "<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>";
    private static final String OK = "<GetRoleResponse><GetRoleResult/></GetRoleResponse>";

    @Test
    void aCallThatSucceedsIsMadeOnceAndLoadsNoStrategy() {
        answers.add(() -> PlayedHttp.response(200, Map.of(), OK));

        iam(AttemptsTest::neverLoaded).getRole(r -> r.roleName("web"));

        assertThat(numbers).containsExactly("attempt=1");
    }

    @Test
    void aThrottledCallIsRepeatedAfterAWait() {
        answers.add(() -> PlayedHttp.response(400, Map.of(), THROTTLED));
        answers.add(() -> PlayedHttp.response(400, Map.of(), THROTTLED));
        answers.add(() -> PlayedHttp.response(200, Map.of(), OK));

        iam(AwsRetryStrategy::legacyRetryStrategy).getRole(r -> r.roleName("web"));

        assertThat(numbers).containsExactly("attempt=1", "attempt=2", "attempt=3");
        assertThat(waits).hasSize(2).allMatch(wait -> wait.compareTo(Duration.ofSeconds(20)) <= 0);
        assertThat(calls.takeCalls()).isEqualTo(3);
        assertThat(calls.takeRepeated()).isEqualTo(2);
    }

    /// As the SDK's own clients do.
    @ParameterizedTest
    @CsvSource({"LEGACY, 4", "STANDARD, 3", "ADAPTIVE_V2, 3"})
    void aCallIsGivenUpInTheEnd(RetryMode mode, int attempts) {
        for (int i = 0; i < 20; i++) {
            answers.add(() -> PlayedHttp.response(500, Map.of(), "no"));
        }

        assertThatThrownBy(() ->
                        iam(() -> AwsRetryStrategy.forRetryMode(mode))
                                .getRole(r -> r.roleName("web")))
                .isInstanceOf(IamException.class);

        assertThat(numbers).hasSize(attempts);
    }

    @Test
    void dynamoIsAskedMoreOften() {
        for (int i = 0; i < 20; i++) {
            answers.add(() -> PlayedHttp.response(500, Map.of(), "no"));
        }

        assertThatThrownBy(() ->
                        dynamo(() -> SignedDynamo.SERVICE.retries().apply(RetryMode.LEGACY))
                                .getItem(r -> r.tableName("table").key(Map.of())))
                .isInstanceOf(DynamoDbException.class);

        assertThat(numbers).hasSize(9);
    }

    @Test
    void aCallWithoutAResponseIsRepeated() {
        answers.add(AttemptsTest::broken);
        answers.add(() -> PlayedHttp.response(200, Map.of(), OK));

        iam(AwsRetryStrategy::legacyRetryStrategy).getRole(r -> r.roleName("web"));

        assertThat(numbers).hasSize(2);
    }

    @Test
    void itSaysWhyThereWasNoResponse() {
        for (int i = 0; i < 4; i++) {
            answers.add(AttemptsTest::broken);
        }

        assertThatThrownBy(() ->
                        iam(AwsRetryStrategy::legacyRetryStrategy).getRole(r -> r.roleName("web")))
                .isInstanceOf(SdkClientException.class)
                .hasMessage("No response from Iam: broken pipe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AccessDenied", "NoSuchEntity", "MalformedInput", ""})
    void aRefusalIsNotRepeated(String code) {
        answers.add(() ->
                PlayedHttp.response(
                        400,
                        Map.of(),
                        "<ErrorResponse><Error><Code>%s</Code></Error></ErrorResponse>"
                                .formatted(code)));

        assertThatThrownBy(() ->
                        iam(AwsRetryStrategy::legacyRetryStrategy).getRole(r -> r.roleName("web")))
                .isInstanceOf(IamException.class);

        assertThat(numbers).hasSize(1);
    }

    @Test
    void aRefusedConditionIsNotRepeated() {
        answers.add(() ->
                PlayedHttp.response(
                        400, Map.of(), "{\"__type\": \"x#ConditionalCheckFailedException\"}"));

        assertThatThrownBy(() ->
                        dynamo(() -> SignedDynamo.SERVICE.retries().apply(RetryMode.LEGACY))
                                .putItem(r -> r.tableName("table").item(Map.of())))
                .hasMessageContaining("Status Code: 400");

        assertThat(numbers).hasSize(1);
    }

    /// Then a strategy paces also calls that do not fail.
    @Test
    void theVariableOfTheSdkChoosesTheStrategy() {
        List<RetryMode> asked = new ArrayList<>();

        Attempts.of("test", Map.of("AWS_RETRY_MODE", "adaptive"), mode -> known(asked, mode));
        Attempts standard =
                Attempts.of(
                        "test", Map.of("AWS_RETRY_MODE", "standard"), mode -> known(asked, mode));

        assertThat(asked).containsExactly(RetryMode.ADAPTIVE_V2);
        assertThatThrownBy(() ->
                        standard.of(attempt -> {
                            throw SdkClientException.create("no");
                        }))
                .hasMessage("no");
        assertThat(asked).containsExactly(RetryMode.ADAPTIVE_V2, RetryMode.STANDARD);
    }

    @Test
    void anInterruptionEndsTheWait() {
        Attempts attempts = Attempts.of("test", Map.of(), AwsRetryStrategy::forRetryMode);
        Thread.currentThread().interrupt();

        assertThatThrownBy(() ->
                        attempts.of(attempt -> {
                            throw SdkClientException.create("no", new IOException("no"));
                        }))
                .isInstanceOf(AbortedException.class);

        assertThat(Thread.interrupted()).isTrue();
    }

    private interface Answer {
        HttpExecuteResponse give() throws IOException;
    }

    private final List<Answer> answers = new ArrayList<>();
    private final List<String> numbers = new ArrayList<>();
    private final List<Duration> waits = new ArrayList<>();
    private final PlayedHttp http =
            request -> {
                numbers.add(
                        request.httpRequest().firstMatchingHeader("amz-sdk-request").orElseThrow());
                return answers.removeFirst().give();
            };
    private final CallCount calls = new CallCount(http);

    private static HttpExecuteResponse broken() throws IOException {
        throw new IOException("broken pipe");
    }

    private static RetryStrategy neverLoaded() {
        throw new AssertionError("The strategy was loaded");
    }

    private static RetryStrategy known(List<RetryMode> asked, RetryMode mode) {
        asked.add(mode);
        return AwsRetryStrategy.doNotRetry();
    }

    private SignedIam iam(Supplier<RetryStrategy> strategy) {
        return new SignedIam(calls(SignedIam.SERVICE, strategy));
    }

    private SignedDynamo dynamo(Supplier<RetryStrategy> strategy) {
        return new SignedDynamo(calls(SignedDynamo.SERVICE, strategy));
    }

    private ServiceCalls calls(ServiceCalls.Service service, Supplier<RetryStrategy> strategy) {
        ServiceCalls live =
                ServiceCalls.of(
                        service,
                        new SignedHttp(calls, SOMEBODY)::send,
                        Map.of("AWS_REGION", "eu-central-1"));
        return new ServiceCalls(
                live.name(),
                live.signing(),
                live.region(),
                live.protocol(),
                live.sender(),
                new Attempts("test", strategy, waits::add));
    }

    private static final AwsCredentialsProvider SOMEBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIASOMEBODY", "secret"));
}
