package dev.profileguard.sandbox.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.lambda.Permissions;
import dev.profileguard.sandbox.http.LocalServer;
import dev.profileguard.sandbox.http.SandboxServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

class FunctionEc2Test {
    @TempDir private Path folder = Path.of(".");
    private Sandbox sandbox = Sandbox.start(Path.of("../template.yaml"), Map.of(), MODE);

    @Test
    void answersInTheRegionOfTheSignature() throws IOException {
        String instance = sandbox.ec2(Sandbox.user("alice"), "eu-west-1").runInstance();

        assertThat(call("reader", "eu-west-1", "DescribeInstances"))
                .startsWith("200 ")
                .contains("<instanceId>" + instance + "</instanceId>");
        assertThat(call("reader", "us-east-1", "DescribeInstances")).doesNotContain(instance);
    }

    @Test
    void refusesWhatThePoliciesOfTheFunctionDoNotAllow() throws IOException {
        assertThat(call("reader", "us-east-1", "DescribeRegions"))
                .startsWith("403 ")
                .contains("<Code>UnauthorizedOperation</Code>")
                .contains(
                        "assumed-role/profile-guard-ReaderRole/reader is not authorized to perform:"
                                + " ec2:DescribeRegions because no identity-based policy allows"
                                + " the ec2:DescribeRegions action");
    }

    @Test
    void isTheSameOverASocketWithTheKeyOfTheFunction() throws Exception {
        String instance = sandbox.ec2(Sandbox.user("alice"), "eu-west-1").runInstance();

        try (SandboxServer server = LocalServer.of(sandbox);
                HttpClient http = HttpClient.newHttpClient()) {
            assertThat(overSocket(http, server, "DescribeInstances")).contains(instance);
            assertThat(overSocket(http, server, "DescribeRegions"))
                    .contains("assumed-role/profile-guard-ReaderRole/reader is not authorized");
        }
    }

    @Test
    void attributesACallToItsFunction() throws IOException {
        call("reader", "us-east-1", "DescribeInstances");

        assertThat(sandbox.timeline().entries().getLast().function()).isEqualTo("Reader");
        assertThat(sandbox.timeline().entries().getLast().operation())
                .isEqualTo("DescribeInstances");
    }

    @BeforeEach
    void deploy() throws IOException {
        sandbox.close();
        Path file = folder.resolve("template.yaml");
        Files.writeString(
                file,
                """
                Resources:
                  Reader:
                    Type: AWS::Serverless::Function
                    Properties:
                      FunctionName: reader
                      Handler: a.B
                      Timeout: 60
                      MemorySize: 128
                      Policies:
                        - Version: '2012-10-17'
                          Statement:
                            - Effect: Allow
                              Action: ec2:DescribeInstances
                              Resource: '*'
                """);
        sandbox = Sandbox.start(file, Map.of(), MODE);
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    /// Status and body of the response to a function's call.
    private String call(String function, String region, String action) throws IOException {
        byte[] body =
                "Action=%s&Version=2016-11-15".formatted(action).getBytes(StandardCharsets.UTF_8);
        SdkHttpFullRequest request =
                SdkHttpFullRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(URI.create("http://127.0.0.1/"))
                        .putHeader(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=k/20260105/%s/ec2/aws4_request"
                                        .formatted(region))
                        .build();
        HttpExecuteResponse response =
                sandbox.ec2Http(session(function))
                        .prepareRequest(
                                HttpExecuteRequest.builder()
                                        .request(request)
                                        .contentStreamProvider(() -> new ByteArrayInputStream(body))
                                        .build())
                        .call();
        return response.httpResponse().statusCode()
                + " "
                + new String(
                        response.responseBody().orElseThrow().readAllBytes(),
                        StandardCharsets.UTF_8);
    }

    private String overSocket(HttpClient http, SandboxServer server, String action)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(server.url() + "/"))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=%s/20260105/eu-west-1/ec2/aws4_request,"
                                                .formatted(session("reader").accessKeyId())
                                        + " SignedHeaders=host, Signature=0")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "Action=%s&Version=2016-11-15".formatted(action)))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
    }

    private Caller.RoleSession session(String function) {
        return Permissions.session(sandbox.lambda().find(function).orElseThrow());
    }

    private static final Sandbox.Mode MODE = Sandbox.Mode.TEST_CLOCK;
}
