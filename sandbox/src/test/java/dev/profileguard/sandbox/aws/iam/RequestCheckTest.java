package dev.profileguard.sandbox.aws.iam;

import static dev.profileguard.sandbox.aws.iam.TestAccount.EC2_TRUST;
import static dev.profileguard.sandbox.aws.iam.TestAccount.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;

class RequestCheckTest {
    private final IamClient iam = new TestAccount().iam;

    @Test
    void reportsAllMissingParametersInOneError() {
        assertThat(refusal(() -> iam.createRole(CreateRoleRequest.builder().build())))
                .isEqualTo(
                        "400 ValidationError: 2 validation errors detected: Value at 'roleName'"
                                + " failed to satisfy constraint: Member must not be null; Value at"
                                + " 'assumeRolePolicyDocument' failed to satisfy constraint: Member"
                                + " must not be null");
    }

    @Test
    void limitsNames() {
        assertThat(refusal(() -> role("a".repeat(65))))
                .isEqualTo(one("roleName", "Member must have length less than or equal to 64"));
        assertThat(refusal(() -> role("")))
                .isEqualTo(one("roleName", "Member must have length greater than or equal to 1"));
        assertThat(refusal(() -> profile("a".repeat(129), "/")))
                .isEqualTo(
                        one(
                                "instanceProfileName",
                                "Member must have length less than or equal to 128"));
        role("a".repeat(64));
        profile("a".repeat(128), "/");
        role("aZ09_+=,.@-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a b", "é", "a\n", "role:web"})
    void statesTheCharactersOfANameThatAreAllowed(String name) {
        assertThat(refusal(() -> role(name)))
                .isEqualTo(
                        "400 ValidationError: The specified value for roleName is invalid. It must"
                                + " contain only alphanumeric characters and/or the following:"
                                + " +=,.@_-");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "/x", "x/", "/a b/", "//é/"})
    void requiresSlashesAroundAPath(String path) {
        assertThat(refusal(() -> profile("p", path)))
                .isEqualTo(
                        "400 ValidationError: The specified value for path is invalid. It must"
                                + " begin and end with / and contain only alphanumeric characters"
                                + " and/or / characters.");
    }

    @Test
    void allowsLessInThePathOfAPolicy() {
        assertThat(
                        refusal(() ->
                                iam.createPolicy(
                                        p -> p.policyName("p").path("/a!b/").policyDocument("{}"))))
                .startsWith("400 ValidationError: The specified value for path is invalid.");
        profile("p", "/a!b/");
    }

    @Test
    void requiresASlashBeforeAPrefix() {
        assertThat(refusal(() -> iam.listRoles(r -> r.pathPrefix("x"))))
                .isEqualTo(
                        "400 ValidationError: The specified value for pathPrefix is invalid. It"
                                + " must begin with the / character and contain only alphanumeric"
                                + " characters and/or / characters.");
    }

    @Test
    void limitsNumbers() {
        assertThat(refusal(() -> iam.listRoles(r -> r.maxItems(0))))
                .isEqualTo(one("maxItems", "Member must have value greater than or equal to 1"));
        assertThat(refusal(() -> iam.listRoles(r -> r.maxItems(1001))))
                .isEqualTo(one("maxItems", "Member must have value less than or equal to 1000"));
        assertThat(refusal(() -> iam.updateRole(r -> r.roleName("a").maxSessionDuration(3599))))
                .isEqualTo(
                        one(
                                "maxSessionDuration",
                                "Member must have value greater than or equal to 3600"));
        assertThat(refusal(() -> iam.updateRole(r -> r.roleName("a").maxSessionDuration(43201))))
                .isEqualTo(
                        one(
                                "maxSessionDuration",
                                "Member must have value less than or equal to 43200"));
    }

    @Test
    void limitsDescriptions() {
        assertThat(
                        refusal(() ->
                                iam.updateRole(r -> r.roleName("a").description("x".repeat(1001)))))
                .isEqualTo(
                        one("description", "Member must have length less than or equal to 1000"));
        assertThat(refusal(() -> iam.updateRole(r -> r.roleName("a").description("\u2713"))))
                .isEqualTo(
                        one(
                                "description",
                                "Member must satisfy regular expression pattern:"
                                    + " [\\u0009\\u000A\\u000D\\u0020-\\u007E\\u00A1-\\u00FF]*"));
    }

    @Test
    void limitsDocuments() {
        assertThat(
                        refusal(() ->
                                iam.createRole(r ->
                                        r.roleName("a")
                                                .assumeRolePolicyDocument("x".repeat(131073)))))
                .isEqualTo(
                        one(
                                "assumeRolePolicyDocument",
                                "Member must have length less than or equal to 131072"));
        assertThat(
                        refusal(() ->
                                iam.createRole(
                                        r -> r.roleName("a").assumeRolePolicyDocument("\u2713"))))
                .isEqualTo(
                        "400 ValidationError: The specified value for assumeRolePolicyDocument is"
                                + " invalid. It must contain only printable ASCII characters.");
    }

    @Test
    void checksTheValuesOfAnEnum() {
        assertThat(refusal(() -> iam.listPolicies(p -> p.scope("Mine"))))
                .isEqualTo(one("scope", "Member must satisfy enum value set: [All, AWS, Local]"));
    }

    private void role(String name) {
        iam.createRole(r -> r.roleName(name).assumeRolePolicyDocument(EC2_TRUST));
    }

    private void profile(String name, String path) {
        iam.createInstanceProfile(p -> p.instanceProfileName(name).path(path));
    }

    private static String one(String at, String why) {
        return "400 ValidationError: 1 validation error detected: Value at '%s' failed to satisfy constraint: %s"
                .formatted(at, why);
    }
}
