package dev.profileguard.sandbox.aws.iam;

import static dev.profileguard.sandbox.aws.iam.TestAccount.refusal;
import static dev.profileguard.sandbox.aws.iam.TestAccount.tag;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;

class InstanceProfilesTest {
    private final TestAccount test = new TestAccount();
    private final IamClient iam = test.iam;

    @Test
    void createsAnEmptyProfileWithAnIdAPathAndWholeSeconds() {
        InstanceProfile profile =
                iam.createInstanceProfile(p -> p.instanceProfileName("web").path("/a/b/"))
                        .instanceProfile();

        assertThat(profile.instanceProfileId()).matches("AIPA[A-Z2-7]{17}");
        assertThat(profile.arn()).isEqualTo("arn:aws:iam::123456789012:instance-profile/a/b/web");
        assertThat(profile.createDate()).isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
        assertThat(profile.hasRoles()).isTrue();
        assertThat(profile.roles()).isEmpty();
        assertThat(profile.hasTags()).isFalse();
    }

    @Test
    void comparesNamesWithoutRegardToCase() {
        test.profile("Web");

        assertThat(refusal(() -> test.profile("WEB")))
                .isEqualTo("409 EntityAlreadyExists: Instance Profile WEB already exists.");
        assertThat(get("weB").instanceProfileName()).isEqualTo("Web");
    }

    @Test
    void givesARecreatedProfileANewId() {
        String first = test.profile("web").instanceProfileId();
        iam.deleteInstanceProfile(p -> p.instanceProfileName("web"));

        assertThat(test.profile("web").instanceProfileId()).isNotEqualTo(first);
    }

    @Test
    void containsTheRoleWithoutTheElementsOfGetRole() {
        iam.createRole(r ->
                r.roleName("web")
                        .assumeRolePolicyDocument(TestAccount.EC2_TRUST)
                        .description("d")
                        .tags(tag("a", "b")));
        test.profile("web");
        test.add("web", "web");

        Role role = get("web").roles().getFirst();
        assertThat(role.roleName()).isEqualTo("web");
        assertThat(role.assumeRolePolicyDocument())
                .startsWith("%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22");
        assertThat(role.description()).isNull();
        assertThat(role.maxSessionDuration()).isNull();
        assertThat(role.hasTags()).isFalse();
        assertThat(role.roleLastUsed()).isNull();
    }

    @Test
    void returnsTagsOnlyOnGet() {
        iam.createInstanceProfile(p -> p.instanceProfileName("web").tags(tag("a", "b")));
        test.profile("bare");

        assertThat(get("web").tags()).containsExactly(tag("a", "b"));
        assertThat(get("bare").hasTags()).as("an empty element").isTrue();
        assertThat(iam.listInstanceProfiles().instanceProfiles())
                .noneMatch(InstanceProfile::hasTags);
    }

    @Test
    void hasAtMostOneRole() {
        test.role("web");
        test.role("other");
        test.profile("web");
        test.add("web", "web");

        String full =
                "409 LimitExceeded: Cannot exceed quota for InstanceSessionsPerInstanceProfile: 1";
        assertThat(refusal(() -> test.add("other", "web"))).isEqualTo(full);
        assertThat(refusal(() -> test.add("web", "web"))).isEqualTo(full);
    }

    @Test
    void namesTheMissingProfileOrRole() {
        test.role("web");
        test.profile("web");

        assertThat(refusal(() -> test.add("web", "none")))
                .isEqualTo("404 NoSuchEntity: Instance Profile none cannot be found.");
        assertThat(refusal(() -> test.add("none", "web")))
                .isEqualTo("404 NoSuchEntity: The role with name none cannot be found.");
        assertThat(refusal(() -> remove("web", "web")))
                .isEqualTo("404 NoSuchEntity: Role web in Instance Profile web cannot be found.");
        assertThat(refusal(() -> remove("web", "none")))
                .isEqualTo("404 NoSuchEntity: Instance Profile none cannot be found.");
        assertThat(refusal(() -> remove("no-role", "none")))
                .as("a removal looks for the role first")
                .isEqualTo("404 NoSuchEntity: The role with name no-role cannot be found.");
    }

    @Test
    void isDeletedOnlyWhenEmpty() {
        test.role("web");
        test.profile("web");
        test.add("web", "web");

        assertThat(refusal(() -> iam.deleteInstanceProfile(p -> p.instanceProfileName("web"))))
                .isEqualTo(
                        "409 DeleteConflict: Cannot delete entity, must remove roles from instance"
                                + " profile first.");
        remove("web", "web");
        iam.deleteInstanceProfile(p -> p.instanceProfileName("web"));
        assertThat(refusal(() -> get("web")))
                .isEqualTo("404 NoSuchEntity: Instance Profile web cannot be found.");
    }

    @Test
    void listsByPathAndByRole() {
        test.role("web");
        test.profile("b");
        test.profile("A");
        iam.createInstanceProfile(p -> p.instanceProfileName("c").path("/x/y/"));
        test.add("web", "b");
        test.add("web", "c");

        assertThat(iam.listInstanceProfiles().instanceProfiles())
                .extracting(InstanceProfile::instanceProfileName)
                .containsExactly("A", "b", "c");
        assertThat(iam.listInstanceProfiles(p -> p.pathPrefix("/x")).instanceProfiles())
                .extracting(InstanceProfile::instanceProfileName)
                .containsExactly("c");
        assertThat(iam.listInstanceProfilesForRole(p -> p.roleName("WEB")).instanceProfiles())
                .extracting(InstanceProfile::instanceProfileName)
                .containsExactly("b", "c");
    }

    private InstanceProfile get(String name) {
        return iam.getInstanceProfile(p -> p.instanceProfileName(name)).instanceProfile();
    }

    @Test
    void areLimitedByTheQuotaInTheSummary() {
        test.account.instanceProfileQuota(2);
        test.profile("a");
        test.profile("b");

        assertThat(refusal(() -> test.profile("c")))
                .isEqualTo(
                        "409 LimitExceeded: Cannot exceed quota for InstanceProfilesPerAccount: 2");
        assertThat(iam.getAccountSummary().summaryMapAsStrings())
                .containsEntry("InstanceProfiles", 2)
                .containsEntry("InstanceProfilesQuota", 2);
    }

    private void remove(String role, String profile) {
        iam.removeRoleFromInstanceProfile(r -> r.roleName(role).instanceProfileName(profile));
    }
}
