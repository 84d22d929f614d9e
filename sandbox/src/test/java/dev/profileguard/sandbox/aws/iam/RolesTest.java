package dev.profileguard.sandbox.aws.iam;

import static dev.profileguard.sandbox.aws.iam.TestAccount.EC2_TRUST;
import static dev.profileguard.sandbox.aws.iam.TestAccount.refusal;
import static dev.profileguard.sandbox.aws.iam.TestAccount.tag;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.RoleLastUsed;

class RolesTest {
    private static final String MINIFIED =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",\
            "Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}]}\
            """;
    private static final String BOUNDARY = "arn:aws:iam::aws:policy/PowerUserAccess";

    private final TestAccount test = new TestAccount();
    private final IamClient iam = test.iam;

    @Test
    void returnsTheSentTrustPolicyButNoDescriptionOnCreation() {
        Role role =
                iam.createRole(r ->
                                r.roleName("web")
                                        .path("/x/")
                                        .assumeRolePolicyDocument(EC2_TRUST)
                                        .description("d")
                                        .maxSessionDuration(7200)
                                        .permissionsBoundary(BOUNDARY)
                                        .tags(tag("b", "1"), tag("A", "")))
                        .role();

        assertThat(role.roleId()).matches("AROA[A-Z2-7]{17}");
        assertThat(role.arn()).isEqualTo("arn:aws:iam::123456789012:role/x/web");
        assertThat(decoded(role)).isEqualTo(EC2_TRUST);
        assertThat(role.assumeRolePolicyDocument()).doesNotContain("+", "*", " ");
        assertThat(role.description()).isNull();
        assertThat(role.maxSessionDuration()).isNull();
        assertThat(role.roleLastUsed()).isNull();
        assertThat(role.permissionsBoundary().permissionsBoundaryArn()).isEqualTo(BOUNDARY);
        assertThat(role.tags()).containsExactly(tag("b", "1"), tag("A", ""));
    }

    @Test
    void returnsEverythingOnGetWithTheTrustPolicyMinified() {
        iam.createRole(r ->
                r.roleName("web")
                        .assumeRolePolicyDocument(EC2_TRUST)
                        .description("d")
                        .tags(tag("b", "1"), tag("A", "")));

        Role role = get("web");
        assertThat(decoded(role)).isEqualTo(MINIFIED);
        assertThat(role.description()).isEqualTo("d");
        assertThat(role.maxSessionDuration()).isEqualTo(3600);
        assertThat(role.roleLastUsed()).as("an empty element").isNotNull();
        assertThat(role.roleLastUsed().lastUsedDate()).isNull();
        assertThat(role.tags()).containsExactly(tag("A", ""), tag("b", "1"));
    }

    @Test
    void listsRolesWithoutTagsBoundaryAndLastUse() {
        iam.createRole(r ->
                r.roleName("web")
                        .assumeRolePolicyDocument(EC2_TRUST)
                        .description("d")
                        .permissionsBoundary(BOUNDARY)
                        .tags(tag("a", "b")));

        Role role = iam.listRoles().roles().getFirst();
        assertThat(role.description()).isEqualTo("d");
        assertThat(role.maxSessionDuration()).isEqualTo(3600);
        assertThat(role.hasTags()).isFalse();
        assertThat(role.permissionsBoundary()).isNull();
        assertThat(role.roleLastUsed()).isNull();
    }

    @Test
    void returnsNoTagsAndNoDescriptionWhereThereAreNone() {
        test.role("web");

        assertThat(get("web").hasTags()).isFalse();
        assertThat(get("web").description()).isNull();
    }

    @Test
    void comparesNamesWithoutRegardToCase() {
        test.role("Web");

        assertThat(refusal(() -> test.role("wEB")))
                .isEqualTo("409 EntityAlreadyExists: Role with name wEB already exists.");
        assertThat(get("WEB").roleName()).isEqualTo("Web");
    }

    @Test
    void deletesARoleOnlyWithoutPoliciesAndProfiles() {
        test.role("web");
        test.profile("p");
        test.add("web", "p");
        iam.attachRolePolicy(r -> r.roleName("web").policyArn(BOUNDARY));
        iam.putRolePolicy(
                r -> r.roleName("web").policyName("in").policyDocument(TestAccount.READ_S3));

        assertThat(refusal(this::deleteWeb))
                .isEqualTo(
                        "409 DeleteConflict: Cannot delete entity, must remove roles from instance"
                                + " profile first.");
        iam.removeRoleFromInstanceProfile(r -> r.roleName("web").instanceProfileName("p"));
        assertThat(refusal(this::deleteWeb))
                .isEqualTo(
                        "409 DeleteConflict: Cannot delete entity, must detach all policies"
                                + " first.");
        iam.detachRolePolicy(r -> r.roleName("web").policyArn(BOUNDARY));
        assertThat(refusal(this::deleteWeb))
                .isEqualTo("409 DeleteConflict: Cannot delete entity, must delete policies first.");
        iam.deleteRolePolicy(r -> r.roleName("web").policyName("in"));
        deleteWeb();
        assertThat(refusal(() -> get("web")))
                .isEqualTo("404 NoSuchEntity: The role with name web cannot be found.");
    }

    @Test
    void updatesOnlyWhatIsSent() {
        test.role("web");

        iam.updateRole(r -> r.roleName("web").description("new").maxSessionDuration(7200));
        iam.updateRole(r -> r.roleName("web"));
        assertThat(get("web").description()).isEqualTo("new");
        assertThat(get("web").maxSessionDuration()).isEqualTo(7200);

        Role described = iam.updateRoleDescription(r -> r.roleName("web").description("x")).role();
        assertThat(described.description()).isEqualTo("x");
        assertThat(described.maxSessionDuration()).isNull();
        assertThat(described.roleLastUsed()).isNull();
    }

    @Test
    void replacesTheTrustPolicyInProfilesToo() {
        test.role("web");
        test.profile("p");
        test.add("web", "p");
        String eks = EC2_TRUST.replace("ec2.", "eks.");

        iam.updateAssumeRolePolicy(r -> r.roleName("web").policyDocument(eks));

        assertThat(decoded(get("web"))).contains("eks.amazonaws.com");
        Role nested =
                iam.getInstanceProfile(p -> p.instanceProfileName("p"))
                        .instanceProfile()
                        .roles()
                        .getFirst();
        assertThat(decoded(nested)).contains("eks.amazonaws.com");
    }

    @Test
    void setsAndRemovesABoundaryThatExists() {
        test.role("web");

        assertThat(refusal(() -> bound("arn:aws:iam::123456789012:policy/none")))
                .isEqualTo(
                        "404 NoSuchEntity: Scope ARN: arn:aws:iam::123456789012:policy/none does"
                                + " not exist or is not attachable.");
        assertThat(refusal(() -> bound("arn:aws:iam::123456789012:not_a_policy/invalid")))
                .isEqualTo(
                        "400 InvalidInput: ARN arn:aws:iam::123456789012:not_a_policy/invalid is"
                                + " not valid.");
        bound(BOUNDARY);
        assertThat(get("web").permissionsBoundary().permissionsBoundaryTypeAsString())
                .isEqualTo("Policy");
        iam.deleteRolePermissionsBoundary(r -> r.roleName("web"));
        assertThat(get("web").permissionsBoundary()).isNull();
    }

    @Test
    void refusesToChangeAServiceLinkedRole() {
        Role role = iam.createServiceLinkedRole(r -> r.awsServiceName("eks.amazonaws.com")).role();
        assertThat(role.path()).isEqualTo("/aws-service-role/eks.amazonaws.com/");
        assertThat(role.roleName()).isEqualTo("AWSServiceRoleForAmazonEKS");

        String refused =
                "400 UnmodifiableEntity: Cannot perform the operation on the protected role"
                        + " 'AWSServiceRoleForAmazonEKS' - this role is only modifiable by AWS";
        String name = role.roleName();
        test.profile("p");
        assertThat(refusal(() -> iam.deleteRole(r -> r.roleName(name)))).isEqualTo(refused);
        assertThat(refusal(() -> test.add(name, "p"))).isEqualTo(refused);
        assertThat(refusal(() -> iam.attachRolePolicy(r -> r.roleName(name).policyArn(BOUNDARY))))
                .isEqualTo(refused);
        assertThat(
                        refusal(() ->
                                iam.createServiceLinkedRole(
                                        r -> r.awsServiceName("eks.amazonaws.com"))))
                .isEqualTo(
                        "400 InvalidInput: Service role name AWSServiceRoleForAmazonEKS has been"
                                + " taken in this account, please try a different suffix.");
    }

    @Test
    void addsASuffixToAServiceLinkedRoleIfTheServiceAllowsIt() {
        Role role =
                iam.createServiceLinkedRole(r ->
                                r.awsServiceName("autoscaling.amazonaws.com").customSuffix("blue"))
                        .role();

        assertThat(role.roleName()).isEqualTo("AWSServiceRoleForAutoScaling_blue");
        assertThat(
                        refusal(() ->
                                iam.createServiceLinkedRole(r ->
                                        r.awsServiceName("eks.amazonaws.com").customSuffix("x"))))
                .isEqualTo("400 InvalidInput: Custom suffix is not allowed for eks.amazonaws.com");
    }

    private Role get(String name) {
        return iam.getRole(r -> r.roleName(name)).role();
    }

    @Test
    void returnsTheLastUseOfARoleOnlyOnGet() {
        test.role("web");
        assertThat(iam.getRole(r -> r.roleName("web")).role().roleLastUsed())
                .isEqualTo(RoleLastUsed.builder().build());

        test.account.used("web", Instant.parse("2026-02-01T10:00:00.5Z"), "eu-west-1");

        assertThat(iam.getRole(r -> r.roleName("web")).role().roleLastUsed())
                .isEqualTo(
                        RoleLastUsed.builder()
                                .lastUsedDate(Instant.parse("2026-02-01T10:00:00Z"))
                                .region("eu-west-1")
                                .build());
        assertThat(iam.listRoles().roles().getFirst().roleLastUsed()).isNull();
        assertThat(iam.getAccountAuthorizationDetails().roleDetailList().getFirst().roleLastUsed())
                .isNotEqualTo(RoleLastUsed.builder().build());
    }

    private void deleteWeb() {
        iam.deleteRole(r -> r.roleName("web"));
    }

    private void bound(String arn) {
        iam.putRolePermissionsBoundary(r -> r.roleName("web").permissionsBoundary(arn));
    }

    private static String decoded(Role role) {
        return URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8);
    }
}
