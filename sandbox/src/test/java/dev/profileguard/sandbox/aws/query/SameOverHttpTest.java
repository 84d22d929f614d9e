package dev.profileguard.sandbox.aws.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Tag;

/// A client in this process returns the same as the SDK's client over HTTP.
class SameOverHttpTest {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": \
            "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;
    private static final String NODE = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";

    private final IamClient local =
            new IamAccount(
                            "123456789012",
                            InstantSource.fixed(Instant.parse("2026-03-01T10:00:00Z")))
                    .as(
                            new Caller.User("123456789012", "alice", "alice"),
                            "test/1.0",
                            "192.0.2.1",
                            () -> "the-id");
    private final IamClient remote =
            IamClient.builder()
                    .region(Region.AWS_GLOBAL)
                    .credentialsProvider(AnonymousCredentialsProvider.create())
                    .httpClient(new Wire(local))
                    .build();

    @BeforeEach
    void fillTheAccount() {
        Tag tag = Tag.builder().key("a b").value("ü").build();
        remote.createRole(r ->
                r.roleName("web")
                        .path("/x/")
                        .assumeRolePolicyDocument(TRUST)
                        .description("a < b & c")
                        .maxSessionDuration(7200)
                        .tags(tag));
        remote.createRole(r -> r.roleName("bare").assumeRolePolicyDocument(TRUST));
        remote.createInstanceProfile(p -> p.instanceProfileName("full").tags(tag));
        remote.createInstanceProfile(p -> p.instanceProfileName("empty"));
        remote.addRoleToInstanceProfile(r -> r.roleName("web").instanceProfileName("full"));
        remote.attachRolePolicy(r -> r.roleName("web").policyArn(NODE));
    }

    static List<Function<IamClient, SdkPojo>> reads() {
        return List.of(
                iam -> iam.getRole(r -> r.roleName("web")),
                iam -> iam.getRole(r -> r.roleName("bare")),
                iam -> iam.listRoles(r -> r.maxItems(1)),
                iam -> iam.listRoleTags(r -> r.roleName("bare")),
                iam -> iam.getInstanceProfile(p -> p.instanceProfileName("full")),
                iam -> iam.getInstanceProfile(p -> p.instanceProfileName("empty")),
                IamClient::listInstanceProfiles,
                iam -> iam.listInstanceProfilesForRole(r -> r.roleName("bare")),
                iam -> iam.listAttachedRolePolicies(r -> r.roleName("web")),
                iam -> iam.getPolicy(p -> p.policyArn(NODE)),
                iam -> iam.getPolicyVersion(p -> p.policyArn(NODE).versionId("v3")),
                IamClient::getAccountAuthorizationDetails,
                IamClient::getUser,
                iam -> iam.tagRole(r -> r.roleName("bare").tags(List.of())));
    }

    @ParameterizedTest
    @MethodSource("reads")
    void returnsTheSame(Function<IamClient, SdkPojo> call) {
        SdkPojo here = call.apply(local);
        SdkPojo there = call.apply(remote);

        assertThat(here.equalsBySdkFields(there)).isTrue();
        assertThat(here).as("and shows the same lists, empty or not").hasToString(there.toString());
    }

    @Test
    void returnsTheSameSummary() {
        assertThat(local.getAccountSummary().summaryMap())
                .isEqualTo(remote.getAccountSummary().summaryMap());
    }

    static List<Function<IamClient, SdkPojo>> refusals() {
        return List.of(
                iam -> iam.getRole(r -> r.roleName("none")),
                iam -> iam.getRole(r -> r.roleName("")),
                iam -> iam.createInstanceProfile(p -> p.instanceProfileName("FULL")),
                iam -> iam.deleteInstanceProfile(p -> p.instanceProfileName("full")),
                iam ->
                        iam.addRoleToInstanceProfile(
                                r -> r.roleName("bare").instanceProfileName("full")),
                iam -> iam.updateAssumeRolePolicy(r -> r.roleName("web").policyDocument("{")),
                iam ->
                        iam.attachRolePolicy(
                                r -> r.roleName("web").policyArn("a & b < c: no ARN at all")),
                iam -> iam.listRoles(r -> r.marker("x")));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesTheSame(Function<IamClient, SdkPojo> call) {
        IamException here = catchThrowableOfType(IamException.class, () -> call.apply(local));
        IamException there = catchThrowableOfType(IamException.class, () -> call.apply(remote));

        assertThat(here).hasSameClassAs(there).hasMessage(there.getMessage());
        assertThat(here.statusCode()).isEqualTo(there.statusCode());
        assertThat(here.requestId()).isEqualTo(there.requestId());
        assertThat(here.awsErrorDetails().errorCode())
                .isEqualTo(there.awsErrorDetails().errorCode());
        assertThat(here.awsErrorDetails().errorMessage())
                .isEqualTo(there.awsErrorDetails().errorMessage());
        assertThat(here.awsErrorDetails().serviceName())
                .isEqualTo(there.awsErrorDetails().serviceName());
    }

    /// Passes the SDK's requests to the protocol, and returns its responses.
    private record Wire(IamClient account) implements SdkHttpClient {
        @Override
        public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
            return new ExecutableHttpRequest() {
                @Override
                public HttpExecuteResponse call() throws IOException {
                    return respond(request);
                }

                @Override
                public void abort() {}
            };
        }

        private HttpExecuteResponse respond(HttpExecuteRequest request) throws IOException {
            byte[] body = request.contentStreamProvider().orElseThrow().newStream().readAllBytes();
            String form = new String(body, StandardCharsets.UTF_8);
            QueryResponse response =
                    QueryProtocol.respond(account, QueryForm.parse(form), "the-id");
            SdkHttpResponse.Builder http = SdkHttpResponse.builder().statusCode(response.status());
            response.headers().forEach(http::putHeader);
            return HttpExecuteResponse.builder()
                    .response(http.build())
                    .responseBody(
                            AbortableInputStream.create(
                                    new ByteArrayInputStream(
                                            response.body().getBytes(StandardCharsets.UTF_8))))
                    .build();
        }

        @Override
        public void close() {}
    }
}
