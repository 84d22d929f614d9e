package dev.profileguard.sandbox.tags;

import static dev.profileguard.sandbox.tags.TaggedAccount.add;
import static dev.profileguard.sandbox.tags.TaggedAccount.createProfile;
import static dev.profileguard.sandbox.tags.TaggedAccount.tagProfile;
import static dev.profileguard.sandbox.tags.TaggedAccount.tagRole;
import static dev.profileguard.sandbox.tags.TaggedAccount.untagProfile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Grant;
import dev.profileguard.sandbox.Sandbox;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.IamException;

/// Mallory may change and tag instance profiles, and not roles. A role gets rights by its tag
/// `CostCenter`: she tags the profile, so that TagEnforcer tags the role.
class RightsByTagTest {
    /// By which call she tags the profile.
    enum Way {
        TAG {
            @Override
            void tag(TaggedAccount account, String key) {
                tagProfile(account.as("mallory"), "web", key, "200");
            }
        },
        TAG_RESOURCES {
            @Override
            void tag(TaggedAccount account, String key) {
                Map<String, String> failed =
                        account.sandbox()
                                .tagging(Sandbox.user("mallory"))
                                .tagResources(List.of(ARN), Map.of(key, "200"));
                assertThat(failed).isEmpty();
            }
        },
        CREATE {
            @Override
            void tag(TaggedAccount account, String key) {
                IamClient mallory = account.as("mallory");
                TaggedAccount.remove(mallory, "web", "web");
                mallory.deleteInstanceProfile(r -> r.instanceProfileName("web"));
                createProfile(mallory, "web", Map.of(key, "200"));
                add(account.as("admin"), "web", "web");
            }
        };

        abstract void tag(TaggedAccount account, String key);
    }

    @Test
    void malloryCannotTagTheRoleHerself() {
        start();

        assertThatThrownBy(() -> tagRole(account.as("mallory"), "web", "CostCenter", "200"))
                .hasMessageContaining("not authorized to perform: iam:TagRole");
        assertThat(
                        account.sandbox()
                                .tagging(Sandbox.user("mallory"))
                                .tagResources(List.of(ROLE_ARN), Map.of("CostCenter", "200")))
                .containsKey(ROLE_ARN);
        assertThat(hasRights()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void noTagOfTheProfileGetsToTheRole(Way way) {
        start();

        way.tag(account, "CostCenter");

        assertRoleHasNoRights();
    }

    /// IAM ignores the case of the keys of a role's tags.
    @ParameterizedTest
    @ValueSource(strings = {"costcenter", "COSTCENTER"})
    void norInAnotherCapitalization(String key) {
        start();

        Way.TAG.tag(account, key);

        assertRoleHasNoRights();
    }

    @Test
    void norFromAnInheritedTagThatSheChanges() {
        start("InheritedTags", "CostCenter");
        Way.TAG.tag(account, "CostCenter");
        account.sandbox().settle();
        untagProfile(account.as("mallory"), "web", "CostCenter");
        Way.TAG.tag(account, "CostCenter");

        assertRoleHasNoRights();
    }

    @Test
    void norWithADefaultOfTheSameKey() {
        start("TagDefaults", "CostCenter=100");

        Way.TAG.tag(account, "CostCenter");

        assertRoleHasNoRights();
        assertThat(account.roleTags("web")).containsEntry("CostCenter", "100");
    }

    /// `RoleTagsFromProfiles` says so: whoever may tag a profile can grant rights.
    @Test
    void theAttackPlaysIfRolesMayGetTagsFromProfiles() {
        start("RoleTagsFromProfiles", "true");

        Way.TAG.tag(account, "CostCenter");
        sweep();

        assertThat(account.roleTags("web")).containsEntry("CostCenter", "200");
        assertThat(hasRights()).isTrue();
    }

    private static final String ARN = "arn:aws:iam::123456789012:instance-profile/web";
    private static final String ROLE_ARN = "arn:aws:iam::123456789012:role/web";
    private static final String RIGHTS =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "iam:ListUsers",
             "Resource": "*", "Condition": {"StringEquals": {"aws:PrincipalTag/CostCenter": "200"}}}]}\
            """;

    private TaggedAccount account = TaggedAccount.with();

    @AfterEach
    void close() {
        account.close();
    }

    private void start(String... parameters) {
        account.close();
        account = TaggedAccount.with(parameters);
        account.existing("web", Map.of("Owner", "ann"), "web", Map.of("Owner", "ann"));
        account.asRoot()
                .putRolePolicy(r -> r.roleName("web").policyName("by-tag").policyDocument(RIGHTS));
        account.allow("admin", Grant.EVERYTHING);
        account.allow("mallory", Grant.PROFILES, Grant.of("tag:*"));
    }

    private void assertRoleHasNoRights() {
        account.sandbox().settle();
        assertThat(account.profileTags("web").values())
                .as("her own call succeeded")
                .contains("200");
        assertThat(hasRights()).isFalse();
        sweep();
        assertThat(hasRights()).as("after a sweep").isFalse();
    }

    private void sweep() {
        account.sandbox().advance(Duration.ofMinutes(30));
        account.sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");
        account.sandbox().settle();
    }

    private boolean hasRights() {
        try {
            account.sandbox().iamAs(account.sandbox().assumeRole("web", "s")).listUsers();
            return true;
        } catch (IamException denied) {
            assertThat(denied).hasMessageContaining("is not authorized to perform: iam:ListUsers");
            return false;
        }
    }
}
