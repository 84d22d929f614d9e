package dev.profileguard.sandbox.command.prevention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.iam.identity.OrganizationPolicy;
import dev.profileguard.sandbox.command.LastCommand;
import dev.profileguard.sandbox.command.NoTerminal;
import dev.profileguard.sandbox.http.LocalServer;
import dev.profileguard.sandbox.http.SandboxServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.iam.IamClient;

/// From a deployed stack to a finding about a refused call.
class PreventionOfStackTest {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": \
            {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private final Sandbox sandbox =
            Sandbox.start(
                    Path.of("../template.yaml"),
                    Map.of(
                            "GuardMode", "enforce",
                            "GuardedProfiles", "prod-*",
                            "TrustedPrincipals", "arn:aws:iam::*:user/owner"),
                    Sandbox.Mode.TEST_CLOCK);
    private final SandboxServer server = LocalServer.of(sandbox);
    private final LastCommand command = new LastCommand();

    @TempDir private Path folder;

    PreventionOfStackTest() {
        IamClient owner = sandbox.iamAs("owner");
        owner.createRole(r -> r.roleName("web").assumeRolePolicyDocument(TRUST));
        owner.createInstanceProfile(r -> r.instanceProfileName("prod-web"));
        owner.addRoleToInstanceProfile(r -> r.instanceProfileName("prod-web").roleName("web"));
        sandbox.advance(Duration.ofHours(1));
    }

    @Test
    void isMadeFromItsParametersAndExplainedByFailureAdvisor() throws Exception {
        int status =
                command.run(NoTerminal.at(server), "prevention", "--output", folder.toString());
        assertThat(status).as(command.errors()).isZero();
        assertThat(command.errors()).contains("stack profile-guard in account 123456789012");
        attach("service-control-policy-1.json");
        attach("service-control-policy-2.json");

        assertThatThrownBy(() -> removeAs("mallory"))
                .hasMessageContaining("explicit deny in a service control policy");
        sandbox.advance(Duration.ofMinutes(20));

        assertThat(findings("access-denied"))
                .contains("Profile Guard's prevention denies this call")
                .contains("Let a pipeline in TrustedPrincipals make the change");
    }

    @Test
    void isNotTakenForAForeignPolicyThatDeniesTheRepair() {
        sandbox.organizationPolicies()
                .attach(
                        OrganizationPolicy.Type.SERVICE_CONTROL,
                        "foreign",
                        """
                        {"Version": "2012-10-17", "Statement": [{"Effect": "Deny", \
                        "Action": "iam:AddRoleToInstanceProfile", "Resource": "*"}]}\
                        """);

        removeAs("mallory");
        sandbox.advance(Duration.ofMinutes(1));

        assertThat(findings("guard-failed"))
                .contains("explicit deny in a service control policy: arn:aws:organizations::")
                .contains("Only who manages the organization's policies can do that");
    }

    @AfterEach
    void close() {
        server.close();
        sandbox.close();
    }

    private void removeAs(String user) {
        sandbox.iamAs(user)
                .removeRoleFromInstanceProfile(
                        r -> r.instanceProfileName("prod-web").roleName("web"));
    }

    private String findings(String kind) {
        return sandbox.findings().stream()
                .filter(each -> kind.equals(each.get("kind")))
                .toList()
                .toString();
    }

    private void attach(String file) throws IOException, InterruptedException {
        HttpResponse<String> response =
                HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(
                                                URI.create(
                                                        "%s/_sandbox/organization-policies?service-control=%s"
                                                                .formatted(server.url(), file)))
                                        .PUT(
                                                HttpRequest.BodyPublishers.ofString(
                                                        Files.readString(folder.resolve(file))))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        assertThat(response.body()).contains(file, "service_control_policy/p-");
    }
}
