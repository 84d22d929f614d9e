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

/// The attacks of docs/security.md, by their numbers, in an account with the generated policies:
/// AWS refuses the first call of each. The guard and the pipeline work as before.
class PreventedAttacksTest {
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
    void swapAndAssociate() {
        denied("1", iam -> remove(iam, "prod-web"));
        denied("1", iam -> iam.deleteInstanceProfile(r -> r.instanceProfileName("prod-web")));
    }

    @Test
    void tagsThatSomebodyElseShouldHaveSet() {
        denied("2", iam -> tag(iam, "dev-web", "profile-guard:created-by", "ProfileProvisioner"));
        denied("7", iam -> tag(iam, "prod-web", "Team", "payments"));
        denied("10", iam -> tag(iam, "prod-web", "Owner", "[2J $(id)"));
        denied("11", iam -> tag(iam, "dev-web", "profile-guard:release", "PT24H"));
        denied("12", iam -> tag(iam, "eks-prod-nodes", "red-hat-managed", "true"));
        denied("13", iam -> tagRole(iam, "profile-guard", "eks-node-role"));
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
    void aStateOfHerOwn() {
        denied("5", iam -> create(iam, "prod-api"));
        denied("5", iam -> tag(iam, "dev-web", "profile-guard", "locked"));
    }

    @Test
    void aTrustedService() {
        Caller stack = new Caller.Service("cloudformation.amazonaws.com", MALLORY);

        assertThatThrownBy(() -> remove(sandbox.iamAs(stack), "prod-web"))
                .hasMessageContaining("explicit deny in a service control policy");
    }

    @Test
    void outlastingTheBreaker() {
        for (int i = 0; i < 7; i++) {
            denied("8", iam -> remove(iam, "prod-web"));
        }
        sandbox.settle();

        assertThat(sandbox.findings().toString()).doesNotContain("breaker-open");
        assertThat(roleIn("prod-web")).isEqualTo("web");
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

    /// @param attack its number
    private void denied(String attack, Consumer<IamClient> call) {
        assertThatThrownBy(() -> call.accept(sandbox.iamAs(MALLORY)))
                .as("attack " + attack)
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

    private static void tagRole(IamClient iam, String key, String value) {
        iam.tagRole(r -> r.roleName("web").tags(tagOf(key, value)));
    }

    private static Tag tagOf(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static String arn(String resource) {
        return "arn:aws:iam::123456789012:" + resource;
    }
}
