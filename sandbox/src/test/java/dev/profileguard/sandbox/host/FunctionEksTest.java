package dev.profileguard.sandbox.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.lambda.Permissions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
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

class FunctionEksTest {
    private static final String ROLE = "arn:aws:iam::123456789012:role/team/node";

    @TempDir private Path folder = Path.of(".");
    private Sandbox sandbox =
            Sandbox.start(Path.of("../template.yaml"), Map.of(), Sandbox.Mode.TEST_CLOCK);

    @Test
    void answersInTheRegionOfTheSignatureOrOfTheHost() throws IOException {
        assertThat(call(reader(), "GET", "/clusters", "eu-west-1", ""))
                .isEqualTo("200 {\"clusters\":[\"prod\"]}");
        assertThat(call(reader(), "GET", "/clusters", "us-east-1", ""))
                .isEqualTo("200 {\"clusters\":[]}");
        assertThat(call(reader(), "GET", "/clusters", "", ""))
                .isEqualTo("200 {\"clusters\":[\"prod\"]}");
    }

    @Test
    void readsAnArnInAPathAndParametersInAQuery() throws IOException {
        String path =
                "/clusters/prod/access-entries/" + ROLE.replace(":", "%3A").replace("/", "%2F");

        assertThat(call(alice(), "GET", path, "eu-west-1", ""))
                .startsWith("200 ")
                .contains("\"principalArn\":\"%s\"".formatted(ROLE))
                .contains("\"type\":\"EC2_LINUX\"");
        assertThat(call(alice(), "GET", "/clusters?maxResults=0", "eu-west-1", ""))
                .isEqualTo(
                        "400 InvalidParameterException {\"message\":\"The parameter maxResults must"
                                + " be from 1 to 100.\"}");
    }

    @Test
    void refusesWhatThePoliciesOfTheFunctionDoNotAllow() throws IOException {
        assertThat(call(reader(), "GET", "/clusters/prod", "eu-west-1", ""))
                .startsWith("403 AccessDeniedException ")
                .contains(
                        "assumed-role/profile-guard-ReaderRole/reader is not authorized to perform:"
                                + " eks:DescribeCluster on resource:"
                                + " arn:aws:eks:eu-west-1:123456789012:cluster/prod");
    }

    @Test
    void refusesWhatItDoesNotHaveOrCannotRead() throws IOException {
        assertThat(call(alice(), "POST", "/clusters/prod/update-config", "eu-west-1", "{}"))
                .startsWith("501 NotImplemented ");
        for (String body : new String[] {"{", "{\"name\": 1}", "[]", "null"}) {
            assertThat(call(alice(), "POST", "/clusters", "eu-west-1", body)).startsWith("400 ");
        }
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
                              Action: eks:ListClusters
                              Resource: '*'
                """);
        sandbox = Sandbox.start(file, Map.of(), Sandbox.Mode.TEST_CLOCK);
        role("control", "/", "eks.amazonaws.com");
        role("node", "/team/", "ec2.amazonaws.com");
        post(
                "/clusters",
                Map.of(
                        "name",
                        "prod",
                        "roleArn",
                        "arn:aws:iam::123456789012:role/control",
                        "accessConfig",
                        Map.of("authenticationMode", "API")));
        post("/clusters/prod/node-groups", Map.of("nodegroupName", "ng", "nodeRole", ROLE));
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private void role(String name, String path, String service) {
        sandbox.iamAs("admin")
                .createRole(r ->
                        r.roleName(name)
                                .path(path)
                                .assumeRolePolicyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                                        "Principal": {"Service": "%s"}, "Action": "sts:AssumeRole"}]}
                                        """
                                                .formatted(service)));
    }

    private void post(String path, Map<String, Object> body) throws IOException {
        assertThat(call(alice(), "POST", path, "eu-west-1", JSON.std.asString(body)))
                .startsWith("200 ")
                .contains("\"status\":\"CREATING\"");
    }

    /// Status, error code if there is one, and body of the response to a call.
    ///
    /// @param region of the signature; empty: the request is not signed
    private String call(Caller caller, String method, String path, String region, String body)
            throws IOException {
        SdkHttpFullRequest.Builder request =
                SdkHttpFullRequest.builder()
                        .method(SdkHttpMethod.fromValue(method))
                        .uri(URI.create("https://eks.eu-west-1.amazonaws.com" + path));
        if (!region.isEmpty()) {
            request.putHeader(
                    "Authorization",
                    "AWS4-HMAC-SHA256 Credential=k/20260105/%s/eks/aws4_request".formatted(region));
        }
        HttpExecuteResponse response =
                sandbox.eksHttp(caller)
                        .prepareRequest(
                                HttpExecuteRequest.builder()
                                        .request(request.build())
                                        .contentStreamProvider(() ->
                                                new ByteArrayInputStream(
                                                        body.getBytes(StandardCharsets.UTF_8)))
                                        .build())
                        .call();
        return response.httpResponse().statusCode()
                + response.httpResponse()
                        .firstMatchingHeader("x-amzn-ErrorType")
                        .map(" "::concat)
                        .orElse("")
                + " "
                + new String(
                        response.responseBody().orElseThrow().readAllBytes(),
                        StandardCharsets.UTF_8);
    }

    private Caller reader() {
        return Permissions.session(sandbox.template().functions().getFirst());
    }

    private static Caller alice() {
        return Sandbox.user("alice");
    }
}
