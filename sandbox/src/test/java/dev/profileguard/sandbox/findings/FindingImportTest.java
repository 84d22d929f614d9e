package dev.profileguard.sandbox.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.aws.resource.ResourceException;
import dev.profileguard.aws.resource.SignedCalls;
import dev.profileguard.aws.securityhub.FindingImport;
import dev.profileguard.aws.securityhub.FindingImportRest;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpRequest;

/// How findings are sent to Security Hub's REST API, and how its answers are read.
class FindingImportTest {
    @Test
    void sendsOneSignedRequest() {
        assertThat(answering(200, Map.of(), "{\"FailedCount\":0,\"SuccessCount\":1}").send(ONE))
                .isEmpty();

        assertThat(requests)
                .singleElement()
                .satisfies(request -> {
                    assertThat(request.method().name()).isEqualTo("POST");
                    assertThat(request.encodedPath()).isEqualTo("/findings/import");
                    assertThat(request.firstMatchingHeader("Authorization"))
                            .hasValueSatisfying(header ->
                                    assertThat(header)
                                            .contains("/us-east-1/securityhub/aws4_request"));
                });
        assertThat(bodies).containsExactly("{\"Findings\":[{\"Id\":\"a\"}]}");
    }

    /// As [tenable/Security-Hub](https://github.com/tenable/Security-Hub/issues/13) shows it.
    @Test
    void saysWhichFindingsWereNotImported() {
        FindingImport hub =
                answering(
                        200,
                        Map.of(),
                        """
                        {"FailedCount":1,"SuccessCount":0,"FailedFindings":[{"Id":"a","ErrorCode":"InvalidInput",\
                        "ErrorMessage":"Finding does not adhere to Amazon Finding Format."}]}\
                        """);

        assertThat(hub.send(ONE))
                .containsExactly(
                        Map.entry(
                                "a",
                                "InvalidInput: Finding does not adhere to Amazon Finding Format."));
    }

    @Test
    void namesTheErrorOfARefusedRequest() {
        FindingImport hub =
                answering(
                        401,
                        Map.of("x-amzn-ErrorType", "InvalidAccessException:http://internal/"),
                        "{\"Message\":\"Account 1 is not subscribed to AWS Security Hub\"}");

        assertThatThrownBy(() -> hub.send(ONE))
                .isInstanceOf(ResourceException.class)
                .hasMessage(
                        "InvalidAccessException: Account 1 is not subscribed to AWS Security Hub");
        assertThat(requests).hasSize(1);
    }

    private static final List<Map<String, Object>> ONE = List.of(Map.of("Id", "a"));

    private final List<SdkHttpRequest> requests = new ArrayList<>();
    private final List<String> bodies = new ArrayList<>();

    private FindingImport answering(int status, Map<String, String> headers, String json) {
        InProcessHttp http =
                new InProcessHttp((request, body) -> {
                    requests.add(request);
                    bodies.add(body);
                    return new InProcessHttp.Response(status, headers, json);
                });
        return new FindingImportRest(
                new SignedCalls(
                        http,
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIA", "s")),
                        time -> {}),
                URI.create("https://securityhub.us-east-1.amazonaws.com"),
                "us-east-1");
    }
}
