package dev.profileguard.sandbox.aws.ssm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.aws.CallCount;
import dev.profileguard.aws.SsmParameters;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.http.LocalServer;
import dev.profileguard.sandbox.http.SandboxServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// What a function on Lambda reads, over HTTP.
class SsmParametersTest {
    @Test
    void readsAValueOnceInFiveMinutes() {
        sandbox.parameters().put("/tags/policy", "{\"tags\": {}}");

        assertThat(parameters.get("/tags/policy")).isEqualTo("{\"tags\": {}}");
        assertThat(parameters.get("/tags/policy")).isEqualTo("{\"tags\": {}}");
        assertThat(http.takeCalls()).isEqualTo(1);

        sandbox.parameters().put("/tags/policy", "{}");
        now = now.plus(Duration.ofMinutes(5));

        assertThat(parameters.get("/tags/policy")).isEqualTo("{}");
    }

    @Test
    void namesTheCommandThatCreatesAMissingParameter() {
        assertThatThrownBy(() -> parameters.get("/tags/missing"))
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e ->
                                assertThat(e)
                                        .hasMessageContaining("has no parameter /tags/missing")
                                        .hasMessageContaining(
                                                "aws ssm put-parameter --type String"
                                                        + " --value file://FILE --name"
                                                        + " /tags/missing"));
    }

    @Test
    void anErrorIsTheOneOfTheSdkAndIsNotKept() {
        assertThatThrownBy(() -> parameters.get("")).isInstanceOf(AwsServiceException.class);
        assertThatThrownBy(() -> parameters.get("/later")).isInstanceOf(AwsServiceException.class);

        sandbox.parameters().put("/later", "now");

        assertThat(parameters.get("/later")).isEqualTo("now");
    }

    private final Sandbox sandbox =
            Sandbox.start(Path.of("../template.yaml"), Map.of(), Sandbox.Mode.TEST_CLOCK);
    private final SandboxServer server;
    private final CallCount http = new CallCount(UrlConnectionHttpClient.create());
    private final SsmParameters parameters;
    private Instant now = Instant.parse("2026-11-29T12:00:00Z");

    SsmParametersTest() throws IOException {
        server = LocalServer.of(sandbox);
        parameters =
                SsmParameters.of(
                        http,
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("reader", "any")),
                        Map.of("AWS_REGION", "us-east-1", "AWS_ENDPOINT_URL", server.url()),
                        () -> now);
    }

    @AfterEach
    void close() {
        server.close();
        sandbox.close();
    }
}
