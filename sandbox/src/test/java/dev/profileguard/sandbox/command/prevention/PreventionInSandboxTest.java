package dev.profileguard.sandbox.command.prevention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.iam.identity.OrganizationPolicy;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.Tag;

/// An account with the generated policies: AWS refuses what the demo's acts of the attacks do not
/// try, and the guard and the pipeline work as before.
class PreventionInSandboxTest {
    private static final String TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": \
            {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;

    private static final Map<String, String> PARAMETERS =
            Map.of(
                    "GuardMode", "enforce",
                    "ProvisionMode", "enforce",
                    "TagMode", "off",
                    "GuardedProfiles", "prod-*,eks-*",
                    "TrustedPrincipals", "arn:aws:iam::*:role/ci/*");

    private final Sandbox sandbox =
            Sandbox.start(Path.of("../template.yaml"), PARAMETERS, Sandbox.Mode.TEST_CLOCK);

    @Test
    void refuseTheTaggingApiToo() {
        assertThat(
                        sandbox.taggingApi()
                                .untag(
                                        Sandbox.origin(MALLORY, "us-east-1"),
                                        List.of(arn("instance-profile/locked")),
                                        List.of("profile-guard"))
                                .toString())
                .contains("with an explicit deny in a service control policy");
    }

    @Test
    void refuseTheDeletionOfAGuardedProfileAndItsGuardTag() {
        denied(iam -> iam.deleteInstanceProfile(r -> r.instanceProfileName("prod-web")));
        denied(iam -> tag(iam, "dev-web", "profile-guard", "locked"));
        denied(iam -> tag(iam, "locked", "Owner", "mallory"));
    }

    @Test
    void refuseToMakeARoleOrAUserWhomTheyExcept() {
        denied(iam ->
                iam.createRole(
                        r -> r.roleName("hers").path("/ci/").assumeRolePolicyDocument(TRUST)));
        denied(iam ->
                iam.updateAssumeRolePolicy(r -> r.roleName("deployer").policyDocument(TRUST)));
        denied(iam -> {
            iam.removeRoleFromInstanceProfile(
                    r -> r.instanceProfileName("dev-web").roleName("web"));
            iam.addRoleToInstanceProfile(
                    r -> r.instanceProfileName("dev-web").roleName("deployer"));
        });
        denied(iam -> iam.createUser(r -> r.userName("BreakGlass")));

        sandbox.iamAs(pipeline())
                .createRole(r -> r.roleName("next").path("/ci/").assumeRolePolicyDocument(TRUST));
        sandbox.iamAs("mallory").createRole(r -> r.roleName("ci").assumeRolePolicyDocument(TRUST));
    }

    @Test
    void eventsAndRequestsByHand() {
        String function = sandbox.template().functions().getFirst().arn();

        assertThat(sandbox.permissions().of(MALLORY).refusal("lambda:InvokeFunction", function))
                .contains("with an explicit deny in a service control policy: arn:aws:organi");
        assertThat(sandbox.permissions().of(MALLORY).refusal("lambda:GetFunction", function))
                .isNull();
        assertThat(sandbox.permissions().of(pipeline()).refusal("lambda:InvokeFunction", function))
                .isNull();
    }

    @Test
    void theTable() {
        assertThatThrownBy(() ->
                        sandbox.dynamoAs(MALLORY)
                                .putItem(r ->
                                        r.tableName("profile-guard-BaselineTable")
                                                .item(
                                                        Map.of(
                                                                "profile",
                                                                AttributeValue.fromS("prod-web")))))
                .isInstanceOf(DynamoDbException.class)
                .hasMessageContaining("with an explicit deny in a service control policy");
    }

    @Test
    void leaveOtherProfilesAlone() {
        IamClient mallory = sandbox.iamAs("mallory");
        mallory.removeRoleFromInstanceProfile(
                r -> r.instanceProfileName("dev-web").roleName("web"));
        tag(mallory, "dev-web", "Owner", "mallory");

        assertThat(roleIn("dev-web")).isEqualTo("none");
        assertThat(roleIn("prod-web")).isEqualTo("web");
    }

    @Test
    void letThePipelineChangeAndTheGuardAdopt() {
        IamClient pipeline = sandbox.iamAs(pipeline());
        remove(pipeline, "prod-web");
        pipeline.addRoleToInstanceProfile(
                r -> r.instanceProfileName("prod-web").roleName("web-v2"));
        sandbox.settle();

        assertThat(roleIn("prod-web")).isEqualTo("web-v2");
        assertThat(sandbox.findings().toString()).contains("change-adopted");
    }

    @Test
    void letTheGuardRepairAndProvision() {
        sandbox.iamAs(Sandbox.user("BreakGlass"))
                .removeRoleFromInstanceProfile(
                        r -> r.instanceProfileName("prod-web").roleName("web"));
        sandbox.iamAs("mallory")
                .createRole(r -> r.roleName("fresh").assumeRolePolicyDocument(TRUST));
        sandbox.advance(Duration.ofMinutes(10));

        assertThat(roleIn("prod-web")).isEqualTo("web");
        assertThat(roleIn("fresh")).isEqualTo("fresh");
        assertThat(sandbox.findings().toString()).doesNotContain("guard-failed");
    }

    @Test
    void areRefusedByTheBoundaryToo() {
        sandbox.organizationPolicies().detachAll();
        IamClient root = sandbox.iamAs(new Caller.Root("123456789012"));
        root.createPolicy(r ->
                r.policyName(Prevention.BOUNDARY).policyDocument(PREVENTION.boundary().text()));
        root.createUser(r ->
                r.userName("mallory").permissionsBoundary(arn("policy/" + Prevention.BOUNDARY)));
        root.putUserPolicy(r ->
                r.userName("mallory")
                        .policyName("all")
                        .policyDocument(
                                """
                                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
                                "Action": "*", "Resource": "*"}]}\
                                """));
        sandbox.identityPolicies().enforce(true);

        assertThatThrownBy(() -> remove(sandbox.iamAs("mallory"), "prod-web"))
                .hasMessageContaining("with an explicit deny in a permissions boundary");
        assertThatThrownBy(() ->
                        sandbox.iamAs("mallory")
                                .createRole(r -> r.roleName("out").assumeRolePolicyDocument(TRUST)))
                .hasMessageContaining("with an explicit deny in a permissions boundary");
    }

    private static final Caller.User MALLORY = Sandbox.user("mallory");

    private static final Prevention PREVENTION =
            Prevention.of(
                    PreventionSettings.of(
                            PARAMETERS,
                            "profile-guard",
                            "aws",
                            List.of("arn:aws:iam::*:user/BreakGlass")));

    @BeforeEach
    void setUp() {
        IamClient owner = sandbox.iamAs("owner");
        owner.createRole(r -> r.roleName("deployer").path("/ci/").assumeRolePolicyDocument(TRUST));
        for (String role : List.of("web", "web-v2", "intruder")) {
            owner.createRole(r -> r.roleName(role).assumeRolePolicyDocument(TRUST));
        }
        for (String profile : List.of("prod-web", "dev-web", "eks-prod-nodes", "locked")) {
            create(owner, profile);
        }
        tag(owner, "locked", "profile-guard", "locked");
        sandbox.settle();
        sandbox.lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");
        sandbox.advance(Duration.ofHours(1));
        PREVENTION.serviceControl().forEach(each -> attach("SERVICE_CONTROL", each));
        PREVENTION.resourceControl().forEach(each -> attach("RESOURCE_CONTROL", each));
    }

    @AfterEach
    void close() {
        sandbox.close();
    }

    private void attach(String type, PolicyFile policy) {
        sandbox.organizationPolicies()
                .attach(OrganizationPolicy.Type.valueOf(type), policy.name(), policy.text());
    }

    private Caller.RoleSession pipeline() {
        return sandbox.assumeRole("deployer", "release-12");
    }

    private void denied(Consumer<IamClient> call) {
        assertThatThrownBy(() -> call.accept(sandbox.iamAs(MALLORY)))
                .isInstanceOf(IamException.class)
                .hasMessageContaining("User: arn:aws:iam::123456789012:user/mallory is not")
                .hasMessageContaining(
                        "with an explicit deny in a service control policy: arn:aws:");
    }

    private String roleIn(String profile) {
        return sandbox
                .iamAs("reader")
                .getInstanceProfile(r -> r.instanceProfileName(profile))
                .instanceProfile()
                .roles()
                .stream()
                .map(each -> each.roleName())
                .findFirst()
                .orElse("none");
    }

    private static void create(IamClient iam, String profile) {
        iam.createInstanceProfile(r -> r.instanceProfileName(profile));
        iam.addRoleToInstanceProfile(r -> r.instanceProfileName(profile).roleName("web"));
    }

    private static void remove(IamClient iam, String profile) {
        iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(profile).roleName("web"));
    }

    private static void tag(IamClient iam, String profile, String key, String value) {
        iam.tagInstanceProfile(r -> r.instanceProfileName(profile).tags(tagOf(key, value)));
    }

    private static Tag tagOf(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static String arn(String resource) {
        return "arn:aws:iam::123456789012:" + resource;
    }
}
