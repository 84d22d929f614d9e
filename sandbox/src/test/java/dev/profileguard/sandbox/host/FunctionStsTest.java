package dev.profileguard.sandbox.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.policy.AccessRequest;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudtrail.Lookup;
import dev.profileguard.sandbox.aws.cloudtrail.PastCall;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.lambda.Permissions;
import dev.profileguard.sandbox.aws.sts.AuthorizationMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.SdkHttpMethod;

class FunctionStsTest {
    private static final String MESSAGE =
            AuthorizationMessage.encoded(
                    Sandbox.user("alice"),
                    new AccessRequest("ec2:RunInstances", "*"),
                    "with an explicit deny in",
                    List.of());

    @TempDir private Path folder = Path.of(".");
    private Sandbox sandbox =
            Sandbox.start(Path.of("../template.yaml"), Map.of(), Sandbox.Mode.TEST_CLOCK);

    @Test
    void decodesAMessageForAFunctionThatMay() throws IOException {
        assertThat(decode(function("Decoder")))
                .startsWith("200 ")
                .contains("&quot;action&quot;:&quot;ec2:RunInstances&quot;");
        assertThat(sandbox.timeline().entries().getLast().function()).isEqualTo("Decoder");
    }

    @Test
    void refusesAFunctionThatMayNot() throws IOException {
        assertThat(decode(function("Other")))
                .startsWith("403 ")
                .contains("<Code>AccessDenied</Code>")
                .contains("is not authorized to perform: sts:DecodeAuthorizationMessage");
    }

    @Test
    void recordsACallInTheRegionOfItsSignature() throws IOException {
        decode(function("Decoder"));

        Lookup all = new Lookup(null, "", Instant.MIN, Instant.MAX);
        assertThat(sandbox.pastCalls().in("eu-west-1").find(all, 9, null).calls())
                .extracting(PastCall::name)
                .containsExactly("DecodeAuthorizationMessage");
        assertThat(sandbox.pastCalls().find(all, 9, null).calls()).isEmpty();
    }

    @Test
    void tellsAFunctionWhoItIs() throws IOException {
        assertThat(identity(function("Other")))
                .contains("assumed-role/profile-guard-OtherRole/other");
    }

    @BeforeEach
    void deploy() throws IOException {
        sandbox.close();
        Path file = folder.resolve("template.yaml");
        String function =
                """
                  %s:
                    Type: AWS::Serverless::Function
                    Properties:
                      FunctionName: %s
                      Handler: a.B
                      Timeout: 60
                      MemorySize: 128
                      Policies:
                        - Version: '2012-10-17'
                          Statement:
                            - Effect: Allow
                              Action: %s
                              Resource: '*'
                """;
        Files.writeString(
                file,
                "Resources:\n"
                        + function.formatted("Decoder", "decoder", "sts:DecodeAuthorizationMessage")
                        + function.formatted("Other", "other", "ec2:DescribeInstances"));
        sandbox = Sandbox.start(file, Map.of(), Sandbox.Mode.TEST_CLOCK);
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private Caller function(String logicalId) {
        return Permissions.session(
                sandbox.template().functions().stream()
                        .filter(each -> each.logicalId().equals(logicalId))
                        .findFirst()
                        .orElseThrow());
    }

    private String decode(Caller caller) throws IOException {
        return call(caller, "Action=DecodeAuthorizationMessage&EncodedMessage=" + MESSAGE);
    }

    private String identity(Caller caller) throws IOException {
        return call(caller, "Action=GetCallerIdentity");
    }

    /// Status and body of the response.
    private String call(Caller caller, String form) throws IOException {
        byte[] body = (form + "&Version=2011-06-15").getBytes(StandardCharsets.UTF_8);
        SdkHttpFullRequest request =
                SdkHttpFullRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(URI.create("https://sts.eu-west-1.amazonaws.com/"))
                        .putHeader(
                                "Authorization",
                                "AWS4-HMAC-SHA256 Credential=k/20260105/eu-west-1/sts/aws4_request")
                        .build();
        HttpExecuteResponse response =
                sandbox.stsHttp(caller)
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
}
