package dev.profileguard.aws.client;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.aws.query.PlayedHttp;
import dev.profileguard.aws.query.SignedHttp;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;

/// The clients of the functions send what those of the SDK send, and give what they give.
class SameAsSdkTest {
    @ParameterizedTest
    @MethodSource("operations")
    void sendsTheSame(Method operation) {
        AwsRequest request = request(operation);
        String answer = success(operation);

        Sent ours = new Sent(200, answer);
        Sent sdks = new Sent(200, answer);
        call(operation, ours(operation, ours), request);
        call(operation, sdks(operation, sdks), request);

        assertThat(ours.requests).hasSize(1).isEqualTo(sdks.requests);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void readsTheSame(Method operation) {
        AwsRequest request = request(operation);
        String answer = success(operation);

        AwsResponse ours = call(operation, ours(operation, new Sent(200, answer)), request);
        AwsResponse sdks = call(operation, sdks(operation, new Sent(200, answer)), request);

        assertThat(ours.equalsBySdkFields(sdks)).as("%s and %s", ours, sdks).isTrue();
        assertThat(ours.toString()).isEqualTo(sdks.toString());
        assertThat(ours.responseMetadata().requestId())
                .isEqualTo(sdks.responseMetadata().requestId());
    }

    /// A write whose result nobody reads has an empty response, as have lists without members.
    @ParameterizedTest
    @MethodSource("operations")
    void readsAnEmptyResult(Method operation) {
        AwsRequest request = request(operation);
        String answer = isIam(operation) ? result(operation, "") : "{}";

        AwsResponse ours = call(operation, ours(operation, new Sent(200, answer)), request);
        AwsResponse sdks = call(operation, sdks(operation, new Sent(200, answer)), request);

        assertThat(ours.equalsBySdkFields(sdks)).as("%s and %s", ours, sdks).isTrue();
    }

    /// A response that is no response, or that ends in the middle. The functions handle what the
    /// SDK's clients throw, and nothing else.
    @ParameterizedTest
    @MethodSource("operations")
    void failsTheSameAboutWhatIsNoResponse(Method operation) {
        String whole = success(operation);
        Stream<String> answers =
                Stream.concat(
                        unreadable(),
                        Stream.of(1, 5, 20, whole.length() / 2, whole.length() - 1)
                                .map(length -> whole.substring(0, length)));
        answers.forEach(answer ->
                assertThat(outcome(operation, ours(operation, new Sent(200, answer))))
                        .as("%s: %s", operation.getName(), answer)
                        .isEqualTo(outcome(operation, sdks(operation, new Sent(200, answer)))));
    }

    /// The connection breaks while the response is read.
    @ParameterizedTest
    @MethodSource("operations")
    void failsTheSameIfAResponseBreaksOff(Method operation) {
        PlayedHttp broken =
                request ->
                        HttpExecuteResponse.builder()
                                .response(SdkHttpResponse.builder().statusCode(200).build())
                                .responseBody(AbortableInputStream.create(new Broken()))
                                .build();

        assertThat(outcome(operation, ours(operation, broken)))
                .isEqualTo(outcome(operation, sdks(operation, broken)))
                .startsWith(SdkClientException.class.getName());
    }

    private static final class Broken extends InputStream {
        @Override
        public int read() throws IOException {
            throw new IOException("Connection reset");
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            throw new IOException("Connection reset");
        }
    }

    /// The response, or the class of what the client throws.
    private static String outcome(Method operation, Object client) {
        try {
            return call(operation, client, request(operation)).toString();
        } catch (RuntimeException e) {
            return e.getClass().getName();
        }
    }

    record Failure(String code, int status) {}

    static Stream<Failure> failures() {
        return Stream.of(
                        "ConcurrentModification",
                        "DeleteConflict",
                        "EntityAlreadyExists",
                        "InvalidInput",
                        "LimitExceeded",
                        "MalformedPolicyDocument",
                        "NoSuchEntity",
                        "PolicyNotAttachable",
                        "ServiceFailure",
                        "Throttling",
                        "UnmodifiableEntity",
                        "AccessDenied",
                        "ConditionalCheckFailedException",
                        "ProvisionedThroughputExceededException",
                        "ResourceNotFoundException",
                        "ThrottlingException",
                        "ExpiredToken",
                        "Whatever")
                .flatMap(code -> Stream.of(new Failure(code, 400), new Failure(code, 409)));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void failsTheSame(Failure failure) {
        for (Method operation : List.of(operation("getRole"), operation("putItem"))) {
            String answer =
                    isIam(operation)
                            ? "<ErrorResponse><Error><Type>Sender</Type><Code>%s</Code><Message>why &amp; how</Message></Error><RequestId>r-1</RequestId></ErrorResponse>"
                                    .formatted(failure.code())
                            : "{\"__type\": \"com.amazonaws.dynamodb.v20120810#%s\", \"message\": \"why & how\"}"
                                    .formatted(failure.code());

            assertSameFailure(operation, failure.status(), answer);
        }
    }

    @ParameterizedTest
    @MethodSource("unreadable")
    void failsTheSameAboutWhatIsNoError(String answer) {
        for (Method operation : List.of(operation("getRole"), operation("putItem"))) {
            for (int status : new int[] {301, 400, 403, 404, 413, 500, 503}) {
                assertSameFailure(operation, status, answer);
            }
        }
    }

    static Stream<String> unreadable() {
        return Stream.of(
                "", "<html>no</html>", "{\"no\": 1}", "no", "<ErrorResponse/>", "{", "<a>");
    }

    private static void assertSameFailure(Method operation, int status, String answer) {
        AwsServiceException ours = failure(operation, ours(operation, new Sent(status, answer)));
        AwsServiceException sdks = failure(operation, sdks(operation, new Sent(status, answer)));

        if (isOfItsOwn(ours)) {
            assertThat(ours).hasSameClassAs(sdks);
        } else {
            assertThat(sdks).isInstanceOf(ours.getClass());
        }
        assertThat(ours.statusCode()).isEqualTo(sdks.statusCode());
        assertThat(ours.requestId()).isEqualTo(sdks.requestId());
        assertThat(ours.isThrottlingException()).isEqualTo(sdks.isThrottlingException());
        assertThat(ours.isClockSkewException()).isEqualTo(sdks.isClockSkewException());
        assertThat(ours.awsErrorDetails().errorCode())
                .isEqualTo(sdks.awsErrorDetails().errorCode());
        assertThat(ours.awsErrorDetails().errorMessage())
                .isEqualTo(sdks.awsErrorDetails().errorMessage());
        assertThat(ours.awsErrorDetails().serviceName())
                .isEqualTo(sdks.awsErrorDetails().serviceName());
    }

    /// Whether the functions know the error by its class. They know all others by their codes.
    private static boolean isOfItsOwn(AwsServiceException error) {
        String code = error.awsErrorDetails().errorCode();
        return SignedIam.ERRORS.of(code).isPresent() || SignedDynamo.ERRORS.of(code).isPresent();
    }

    private static AwsServiceException failure(Method operation, Object client) {
        try {
            call(operation, client, request(operation));
        } catch (AwsServiceException e) {
            return e;
        }
        throw new AssertionError(operation.getName() + " did not fail");
    }

    /// What a client sends, and the answer to it.
    private static final class Sent implements PlayedHttp {
        final List<String> requests = new ArrayList<>();
        private final int status;
        private final String answer;

        Sent(int status, String answer) {
            this.status = status;
            this.answer = answer;
        }

        @Override
        public HttpExecuteResponse respond(HttpExecuteRequest request) throws IOException {
            requests.add(
                    String.join(
                            "\n",
                            request.httpRequest().method().name(),
                            request.httpRequest().getUri().toString(),
                            header(request, "Content-Type"),
                            header(request, "X-Amz-Target"),
                            signedFor(header(request, "Authorization")),
                            body(request)));
            return PlayedHttp.response(
                    status, Map.of("x-amzn-RequestId", "r-1", "x-amz-id-2", "e-1"), answer);
        }

        private static String header(HttpExecuteRequest request, String name) {
            return name + ": " + request.httpRequest().firstMatchingHeader(name).orElse("none");
        }

        private static String signedFor(String authorization) {
            return authorization.replaceFirst("/[0-9]{8}/", "/DATE/").split(",", 2)[0];
        }

        private static String body(HttpExecuteRequest request) throws IOException {
            try (InputStream body = request.contentStreamProvider().orElseThrow().newStream()) {
                return new String(body.readAllBytes(), StandardCharsets.UTF_8);
            }
        }
    }

    static Stream<Method> operations() {
        return Stream.of(SignedIam.class, SignedDynamo.class)
                .flatMap(client -> Arrays.stream(client.getDeclaredMethods()))
                .filter(each -> each.getParameterCount() == 1)
                .filter(each -> AwsRequest.class.isAssignableFrom(each.getParameterTypes()[0]))
                .filter(each -> !each.isBridge())
                .sorted(Comparator.comparing(Method::getName));
    }

    private static Method operation(String name) {
        return operations().filter(each -> each.getName().equals(name)).findFirst().orElseThrow();
    }

    private static boolean isIam(Method operation) {
        return operation.getDeclaringClass() == SignedIam.class;
    }

    private static AwsRequest request(Method operation) {
        return (AwsRequest) ModelSamples.filled(builder(operation.getParameterTypes()[0]));
    }

    private static String success(Method operation) {
        SdkPojo response = ModelSamples.filled(builder(operation.getReturnType()));
        return isIam(operation)
                ? result(operation, ModelSamples.xml(response))
                : ModelSamples.json(response);
    }

    private static String result(Method operation, String content) {
        String name =
                operation.getName().substring(0, 1).toUpperCase(Locale.ROOT)
                        + operation.getName().substring(1);
        return "<%1$sResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><%1$sResult>%2$s</%1$sResult><ResponseMetadata><RequestId>r-1</RequestId></ResponseMetadata></%1$sResponse>"
                .formatted(name, content);
    }

    private static SdkPojo builder(Class<?> model) {
        try {
            return (SdkPojo) requireNonNull(model.getMethod("builder").invoke(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object ours(Method operation, SdkHttpClient http) {
        Map<String, String> environment = Map.of("AWS_REGION", "eu-central-1");
        ServiceCalls calls =
                ServiceCalls.of(
                        isIam(operation) ? SignedIam.SERVICE : SignedDynamo.SERVICE,
                        new SignedHttp(http, SOMEBODY)::send,
                        environment);
        ServiceCalls once =
                new ServiceCalls(
                        calls.name(),
                        calls.signing(),
                        calls.region(),
                        calls.protocol(),
                        calls.sender(),
                        new Attempts("test", AwsRetryStrategy::doNotRetry, time -> {}));
        return isIam(operation) ? new SignedIam(once) : new SignedDynamo(once);
    }

    private static Object sdks(Method operation, SdkHttpClient http) {
        return isIam(operation)
                ? configured(IamClient.builder(), http)
                : configured(DynamoDbClient.builder(), http);
    }

    private static <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C configured(
            B builder, SdkHttpClient http) {
        return builder.httpClient(http)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(SOMEBODY)
                .overrideConfiguration(c -> c.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    private static final AwsCredentialsProvider SOMEBODY =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIASOMEBODY", "secret"));

    /// The method of the interface is called: the SDK's own class is not public.
    private static AwsResponse call(Method operation, Object client, AwsRequest request) {
        Class<?> type = isIam(operation) ? IamClient.class : DynamoDbClient.class;
        try {
            Method method = type.getMethod(operation.getName(), operation.getParameterTypes());
            return (AwsResponse) requireNonNull(method.invoke(client, request));
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
