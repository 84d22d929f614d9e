package dev.profileguard.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Sandbox;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.StsException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SandboxServerTest {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
            "Principal": {"AWS": "123456789012"}, "Action": "sts:AssumeRole"}]}\
            """;

    private final Sandbox sandbox =
            Sandbox.start(
                    Path.of("..", "template.yaml"),
                    Map.of(
                            "GuardMode",
                            "enforce",
                            "TrustedPrincipals",
                            "nobody",
                            "GuardedProfiles",
                            "prod-*",
                            "CanaryMinutes",
                            "60"),
                    Sandbox.Mode.REAL_CLOCK);
    private final SandboxServer server = start(sandbox, 0);
    private final IamClient alice = signed(IamClient.builder(), key("alice")).build();
    private final StsClient sts = signed(StsClient.builder(), key("alice")).build();
    private final LambdaClient lambda = signed(LambdaClient.builder(), key("alice")).build();
    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    void createRoles() {
        alice.createRole(role -> role.roleName("web").assumeRolePolicyDocument(TRUST));
        alice.createRole(role -> role.roleName("other").assumeRolePolicyDocument(TRUST));
    }

    @AfterAll
    void close() {
        server.close();
        sandbox.close();
    }

    @Test
    void repairsASwappedRoleByItself() {
        alice.createInstanceProfile(create -> create.instanceProfileName("prod-web"));
        alice.addRoleToInstanceProfile(add -> add.instanceProfileName("prod-web").roleName("web"));
        sandbox.advance(Duration.ofSeconds(1));
        alice.removeRoleFromInstanceProfile(
                remove -> remove.instanceProfileName("prod-web").roleName("web"));
        alice.addRoleToInstanceProfile(
                add -> add.instanceProfileName("prod-web").roleName("other"));
        sandbox.advance(Duration.ofSeconds(1));

        assertThat(roleIn("prod-web")).isEqualTo("web");
        assertThat(get("/_sandbox/findings").body()).contains("\"kind\":\"role-reverted\"");
        assertThat(get("/_sandbox/timeline").body().lines())
                .anyMatch(line -> line.contains("\"kind\":\"call\""))
                .anyMatch(line -> line.contains("\"kind\":\"action\""));
    }

    @Test
    void usesTheAccessKeyAsTheUser() {
        assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::123456789012:user/alice");
        assertThat(sts.getCallerIdentity().userId()).isEqualTo(alice.getUser().user().userId());
    }

    @Test
    void actsAsTheAssumedRole() {
        StsClient assumed = signed(StsClient.builder(), session("web", "deploy-7")).build();

        assertThat(assumed.getCallerIdentity().arn())
                .isEqualTo("arn:aws:sts::123456789012:assumed-role/web/deploy-7");
        assertThatThrownBy(() -> assume(assumed, "other", "chained", 3601))
                .isInstanceOf(StsException.class)
                .hasMessageContaining("1 hour session limit for roles assumed by role chaining");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "web;me;899;ValidationError;greater than or equal to 900",
                "web;me;43201;ValidationError;less than or equal to 43200",
                "web;me;7200;ValidationError;exceeds the MaxSessionDuration set for this role",
                "web;m;900;ValidationError;length greater than or equal to 2",
                "web;a b;900;ValidationError;[\\w+=,.@-]*",
                "nobody;me;900;AccessDenied;not authorized to perform: sts:AssumeRole"
            })
    void refusesToAssumeARole(
            String role, String session, int seconds, String code, String message) {
        assertThatThrownBy(() -> assume(sts, role, session, seconds))
                .isInstanceOfSatisfying(
                        StsException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code))
                .hasMessageContaining(message);
    }

    @Test
    void respondsAsIamDoes() {
        assertThatThrownBy(() -> alice.getRole(get -> get.roleName("nobody")))
                .isInstanceOf(NoSuchEntityException.class);
    }

    @Test
    void invokesAFunctionAndWaits() {
        InvokeResponse shown = invoke("{\"show\": {\"profile\": \"prod-none\"}}");
        InvokeResponse failed = invoke("{\"nonsense\": 1}");

        assertThat(shown.functionError()).isNull();
        assertThat(shown.payload().asUtf8String()).contains("instance-profile/prod-none");
        assertThat(failed.functionError()).isEqualTo("Unhandled");
        assertThat(failed.payload().asUtf8String())
                .contains("\"errorMessage\"", "\"errorType\"", "\"stackTrace\"");
    }

    @Test
    void invokesAFunctionWithoutWaiting() {
        InvokeResponse taken =
                lambda.invoke(call ->
                        call.functionName("profile-guard-ProfileGuard:live")
                                .invocationType("Event")
                                .payload(SdkBytes.fromUtf8String("{}")));

        assertThat(taken.statusCode()).isEqualTo(202);
    }

    @Test
    void findsNoOtherFunction() {
        assertThatThrownBy(() -> lambda.invoke(call -> call.functionName("Nothing")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void servesTheSameTablesThatTheFunctionsUse() {
        DynamoDbClient dynamo = signed(DynamoDbClient.builder(), key("alice")).build();

        assertThat(dynamo.listTables().tableNames())
                .containsExactly(
                        "profile-guard-BaselineTable",
                        "profile-guard-FailuresTable",
                        "profile-guard-FindingsTable",
                        "profile-guard-PlanTable",
                        "profile-guard-RotationsTable");
    }

    @Test
    void refusesUnsignedRequests() {
        HttpResponse<String> response = post("/", "Action=ListRoles&Version=2010-05-08");

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.body()).contains("<Code>MissingAuthenticationToken</Code>");
    }

    @Test
    void refusesKeysOfUnknownSessions() {
        IamClient forged = signed(IamClient.builder(), key("ASIAABCDEFGHIJKLMNOP")).build();

        assertThatThrownBy(forged::listRoles).hasMessageContaining("security token");
    }

    @Test
    void refusesALargeBody() {
        assertThat(post("/", "x".repeat(10 * 1024 * 1024 + 1)).statusCode()).isEqualTo(413);
    }

    @Test
    void returnsTheStatesOfAlarms() {
        sandbox.settle();
        sandbox.advance(Duration.ofSeconds(10));

        assertThat(get("/_sandbox/alarms").body().lines())
                .hasSize(sandbox.alarms().size())
                .anyMatch(line ->
                        line.startsWith("{\"name\":\"DeliveryAlarm\",\"state\":\"OK\",\"reason\":"))
                .anyMatch(line -> line.contains("\"name\":\"ProfileGuardFailuresAlarm\""));
    }

    @Test
    void movesTheClock() {
        var before = sandbox.clock().instant();

        assertThat(post("/_sandbox/clock?advance=PT5M", "").statusCode()).isEqualTo(200);

        assertThat(sandbox.clock().instant()).isAfter(before.plus(Duration.ofMinutes(5)));
    }

    @ParameterizedTest
    @CsvSource({
        "/_sandbox/clock?advance=5,'5'",
        "/_sandbox/clock?forward=PT5M,forward",
        "/_sandbox/faults?lose=2,lose",
        "/_sandbox/faults?los=0.1,los"
    })
    void namesAWrongControlParameter(String path, String named) {
        HttpResponse<String> response = post(path, "");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.body()).contains(named);
    }

    @Test
    void returnsTheFaultSettings() {
        post("/_sandbox/faults?fail=CreateUser:2", "");

        assertThat(get("/_sandbox/faults").body()).contains("\"fail\":{\"CreateUser\":2}");
    }

    @Test
    void reportsAPortThatIsInUse() {
        int taken = URI.create(server.url()).getPort();

        assertThatThrownBy(() -> SandboxServer.start(sandbox, "127.0.0.1", taken))
                .isInstanceOf(BindException.class);
    }

    private static SandboxServer start(Sandbox sandbox, int port) {
        try {
            return SandboxServer.start(sandbox, "127.0.0.1", port);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private <B extends AwsClientBuilder<B, C>, C> B signed(B builder, AwsCredentials as) {
        return builder.endpointOverride(URI.create(server.url()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(as));
    }

    private static AwsCredentials key(String accessKeyId) {
        return AwsBasicCredentials.create(accessKeyId, "secret");
    }

    private AwsCredentials session(String role, String name) {
        Credentials opened = assume(sts, role, name, 900);
        return AwsSessionCredentials.create(
                opened.accessKeyId(), opened.secretAccessKey(), opened.sessionToken());
    }

    private static Credentials assume(StsClient as, String role, String session, int seconds) {
        return as.assumeRole(assume ->
                        assume.roleArn("arn:aws:iam::123456789012:role/" + role)
                                .roleSessionName(session)
                                .durationSeconds(seconds))
                .credentials();
    }

    private InvokeResponse invoke(String payload) {
        return lambda.invoke(call ->
                call.functionName("ProfileGuard").payload(SdkBytes.fromUtf8String(payload)));
    }

    private String roleIn(String profile) {
        return alice.getInstanceProfile(get -> get.instanceProfileName(profile))
                .instanceProfile()
                .roles()
                .getFirst()
                .roleName();
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(server.url() + path)).build());
    }

    private HttpResponse<String> post(String path, String body) {
        return send(
                HttpRequest.newBuilder(URI.create(server.url() + path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(body))
                        .build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return http.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
