package dev.profileguard.sandbox.command.organization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.command.LastCommand;
import dev.profileguard.sandbox.command.NoTerminal;
import dev.profileguard.sandbox.http.LocalServer;
import dev.profileguard.sandbox.http.SandboxServer;
import dev.profileguard.sandbox.organization.Organization;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.iam.IamClient;

/// The commands for an organization, against the administrator's account over HTTP.
class OrganizationCommandTest {
    private static final String FIRST = "210000000001";
    private static final String SECOND = "210000000002";

    private final Organization organization =
            Organization.running(Path.of("..", "template.yaml"), Map.of("SweepMode", "off"), 3);
    private final SandboxServer server = LocalServer.of(organization);
    private final Map<String, String> variables = new HashMap<>();
    private final LastCommand command = new LastCommand();

    @BeforeEach
    void prepare() {
        variables.put("AWS_ENDPOINT_URL", server.url());
        variables.put("AWS_DEFAULT_REGION", "us-east-1");
        variables.put("AWS_ACCESS_KEY_ID", "alice");
        variables.put("AWS_SECRET_ACCESS_KEY", "any");
    }

    @AfterEach
    void close() {
        server.close();
        organization.close();
    }

    @Test
    void tellsFirstWhichAccountsAreSilent() {
        report(
                FIRST,
                Instant.now(),
                "{\"version\": \"0.1.0\", \"modes\": {\"GuardMode\": \"enforce\"}, \"open\":"
                        + " {\"warning\": 2}}");
        report(SECOND, Instant.parse("2026-01-05T09:00:00Z"), "{}");

        assertThat(guard("status")).isEqualTo(1);

        assertThat(command.output().lines())
                .startsWith(
                        "2 of 3 accounts are silent: no sweep was reported for 26 hours",
                        "  210000000002: its last report is of 2026-01-05T09:00:00Z; its stack:"
                                + " CURRENT")
                .contains("  210000000003: it never reported; its stack: CURRENT")
                .anyMatch(line -> line.matches("210000000001  0\\.1\\.0 +enforce .* 2 warning"));
        assertThat(command.output()).contains("./guard settings, then ./guard sweep");
    }

    @Test
    void sweepsAllAccountsAndShowsTheirStatus() {
        assertThat(guard("sweep")).isZero();
        assertThat(command.output())
                .isEqualTo("The sweeps of 3 accounts were started; 0 could not be started\n");
        assertThat(command.errors()).contains("execution arn:aws:states:us-east-1:123456789012:");

        assertThat(statusWhenAllHaveReported()).as(command.errors()).isZero();
        assertThat(command.output().lines())
                .hasSize(4)
                .first()
                .asString()
                .startsWith("ACCOUNT       VERSION");
        assertThat(guard("status", "--json")).isZero();
        assertThat(command.output().lines())
                .hasSize(3)
                .allMatch(line -> line.contains("\"silent\":false"));
    }

    /// The sweeps run in threads of their own.
    private int statusWhenAllHaveReported() {
        int status = guard("status");
        for (int i = 0; i < 300 && status != 0; i++) {
            LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            status = guard("status");
        }
        return status;
    }

    @Test
    void namesTheAccountsThatCouldNotBeSwept() {
        IamClient root = member(SECOND).iamAs(new Caller.Root(SECOND));
        String role = "profile-guard-OrganizationSweep";
        root.deleteRolePolicy(r -> r.roleName(role).policyName("OrganizationSweep"));
        root.deleteRole(r -> r.roleName(role));

        assertThat(guard("sweep")).isEqualTo(1);

        assertThat(command.output())
                .contains(
                        "The sweeps of 2 accounts were started; 1 could not be started",
                        "  210000000002: States.TaskFailed: The role"
                            + " arn:aws:iam::210000000002:role/profile-guard/profile-guard-OrganizationSweep"
                            + " cannot be assumed");
        assertThat(guard("sweep", "--json")).isEqualTo(1);
        assertThat(command.output())
                .startsWith(
                        "{\"accounts\":3,\"started\":2,\"failed\":1,\"failures\":[{\"account\":\"210000000002\"");
    }

    @Test
    void makesHiddenCharactersOfAStatusVisible() {
        report(FIRST, Instant.now(), "{\"version\": \"\\u001b[31mred\\n210000000009\"}");

        guard("status");

        assertThat(command.output()).doesNotContain("\u001b", "\n210000000009");
    }

    @Test
    void servesTheUsersOfEachAccount() {
        try (IamClient iam =
                IamClient.builder()
                        .endpointOverride(URI.create(server.url()))
                        .region(Region.AWS_GLOBAL)
                        .httpClient(UrlConnectionHttpClient.create())
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("alice@" + SECOND, "any")))
                        .build()) {
            assertThat(
                            iam.createInstanceProfile(r -> r.instanceProfileName("web"))
                                    .instanceProfile()
                                    .arn())
                    .isEqualTo("arn:aws:iam::210000000002:instance-profile/web");
        }
        assertThat(member(FIRST).account().profile("web")).isEmpty();
    }

    @Test
    void saysWhichStackIsMissing() {
        assertThat(guard("status", "--stack", "other")).isEqualTo(1);

        assertThat(command.errors()).contains("There is no stack other in account 123456789012");
    }

    private void report(String account, Instant time, String status) {
        organization
                .centre()
                .sandbox()
                .dynamo()
                .putItem(r ->
                        r.tableName(organization.centre().statusTable())
                                .item(
                                        Map.of(
                                                "account", AttributeValue.fromS(account),
                                                "time", AttributeValue.fromS(time.toString()),
                                                "status", AttributeValue.fromS(status))));
    }

    private Sandbox member(String account) {
        return Objects.requireNonNull(organization.members().get(account));
    }

    private int guard(String subcommand, String... options) {
        List<String> words = new ArrayList<>(List.of("organization", subcommand));
        words.addAll(List.of(options));
        return command.run(new NoTerminal(variables), words.toArray(String[]::new));
    }
}
