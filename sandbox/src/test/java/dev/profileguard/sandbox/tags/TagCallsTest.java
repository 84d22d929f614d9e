package dev.profileguard.sandbox.tags;

import static dev.profileguard.sandbox.tags.TaggedAccount.add;
import static dev.profileguard.sandbox.tags.TaggedAccount.createProfile;
import static dev.profileguard.sandbox.tags.TaggedAccount.createRole;
import static dev.profileguard.sandbox.tags.TaggedAccount.tagProfile;
import static dev.profileguard.sandbox.tags.TaggedAccount.tagRole;
import static dev.profileguard.sandbox.tags.TaggedAccount.untagProfile;
import static dev.profileguard.sandbox.tags.TaggedAccount.untagRole;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The fewest AWS calls are part of being correct.
class TagCallsTest {
    @Test
    void aCompliantRoleCostsOneRead() {
        start();

        account.after("alice", iam -> createRole(iam, "web", RIGHT));
        account.after("alice", iam -> tagRole(iam, "web", "CostCenter", "200"));

        assertThat(account.calls()).containsExactly("GetRole", "GetRole");
        assertThat(account.database()).isEmpty();
    }

    @Test
    void aCompliantProfileCostsOneRead() {
        start();
        account.withoutEvents(iam -> createRole(iam, "web", RIGHT));

        account.after("alice", iam -> createProfile(iam, "web", RIGHT));
        account.after("alice", iam -> add(iam, "web", "web"));

        assertThat(account.calls()).containsExactly("GetInstanceProfile", "GetInstanceProfile");
        assertThat(account.database()).isEmpty();
    }

    @Test
    void aCompliantProfileThatInheritsCostsTwoReads() {
        start("InheritedTags", "CostCenter,Owner");
        account.existing("web", RIGHT, "web", RIGHT);

        account.after("alice", iam -> tagProfile(iam, "web", "Note", "x"));

        assertThat(account.calls()).containsExactly("GetInstanceProfile", "GetRole");
        assertThat(account.database()).isEmpty();
    }

    @Test
    void aNewRoleWithoutTagsCostsOneReadAndOneWriteForAllOfThem() {
        start("TagDefaults", "CostCenter=100,Owner=${creator}");

        account.after("alice", iam -> createRole(iam, "web", Map.of()));

        assertThat(account.roleTags("web"))
                .isEqualTo(Map.of("CostCenter", "100", "Owner", "alice"));
        assertThat(account.calls()).containsExactly("GetRole", "TagRole");
        assertThat(account.database()).containsExactly("GetItem"); // whether writes are paused
        assertThat(account.findings()).containsExactly("tags-added");
    }

    @Test
    void aWrongCapitalizationOnAProfileCostsOneWriteOfEachKind() {
        start();
        account.existing("web", RIGHT, "web", RIGHT);

        account.after(
                "alice",
                iam -> {
                    iam.tagInstanceProfile(r ->
                            r.instanceProfileName("web")
                                    .tags(TaggedAccount.list(Map.of("costcenter", "200"))));
                });

        assertThat(account.profileTags("web")).isEqualTo(RIGHT);
        assertThat(account.calls())
                .containsExactly("GetInstanceProfile", "GetRole", "UntagInstanceProfile");
        assertThat(account.database()).containsExactly("BatchGetItem", "PutItem");
    }

    @Test
    void aTagRemovedFromARoleCostsTheReadsOfItsProfilesIfTheyMayGiveIt() {
        start("RoleTagsFromProfiles", "true");
        account.existing("web", RIGHT, "web", RIGHT);

        account.after("mallory", iam -> untagRole(iam, "web", "CostCenter"));

        assertThat(account.roleTags("web")).isEqualTo(RIGHT);
        assertThat(account.calls())
                .containsExactly(
                        "GetRole", "ListInstanceProfilesForRole", "GetInstanceProfile", "TagRole");
    }

    @Test
    void anInheritedTagRemovedFromARoleCostsNoMore() {
        start("InheritedTags", "CostCenter", "RoleTagsFromProfiles", "true");
        account.existing("web", RIGHT, "web", RIGHT);
        account.withoutEvents(iam -> {
            createProfile(iam, "second", RIGHT);
            add(iam, "second", "web");
        });

        account.after("mallory", iam -> untagRole(iam, "web", "CostCenter"));

        assertThat(account.roleTags("web")).isEqualTo(RIGHT);
        assertThat(account.calls())
                .containsExactly(
                        "GetRole",
                        "ListInstanceProfilesForRole",
                        "GetInstanceProfile",
                        "GetInstanceProfile",
                        "TagRole");
    }

    @Test
    void aTagRemovedFromAProfileCostsTheReadOfItsRole() {
        start();
        account.existing("web", RIGHT, "web", RIGHT);

        account.after("mallory", iam -> untagProfile(iam, "web", "CostCenter"));

        assertThat(account.profileTags("web")).isEqualTo(RIGHT);
        assertThat(account.calls())
                .containsExactly("GetInstanceProfile", "GetRole", "TagInstanceProfile");
        assertThat(account.database()).containsExactly("BatchGetItem", "PutItem");
    }

    @Test
    void exemptResourcesAndThoseOfServicesCostNothing() {
        start("ExemptNames", "sandbox-*");

        account.after("alice", iam -> createRole(iam, "sandbox-role", Map.of()));
        account.after("alice", iam -> createProfile(iam, "eks-1234", Map.of()));

        assertThat(account.calls()).isEmpty();
        assertThat(account.database()).isEmpty();
    }

    @Test
    void withoutPolicyAndInheritanceNothingIsEverRead() {
        start("TagPolicy", "");

        account.after("alice", iam -> createRole(iam, "web", Map.of()));

        assertThat(account.calls()).isEmpty();
        assertThat(account.roleTags("web")).isEmpty();
    }

    static final Map<String, String> RIGHT = Map.of("CostCenter", "100", "Owner", "alice");

    private TaggedAccount account = TaggedAccount.with("TagMode", "off");

    private void start(String... parameters) {
        account.close();
        account = TaggedAccount.with(parameters);
    }

    @AfterEach
    void close() {
        account.close();
    }
}
