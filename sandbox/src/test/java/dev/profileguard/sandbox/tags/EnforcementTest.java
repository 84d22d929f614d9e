package dev.profileguard.sandbox.tags;

import static dev.profileguard.sandbox.tags.TagCallsTest.RIGHT;
import static dev.profileguard.sandbox.tags.TaggedAccount.add;
import static dev.profileguard.sandbox.tags.TaggedAccount.createProfile;
import static dev.profileguard.sandbox.tags.TaggedAccount.createRole;
import static dev.profileguard.sandbox.tags.TaggedAccount.tagProfile;
import static dev.profileguard.sandbox.tags.TaggedAccount.tagRole;
import static dev.profileguard.sandbox.tags.TaggedAccount.untagProfile;
import static dev.profileguard.sandbox.tags.TaggedAccount.untagRole;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnforcementTest {
    @Test
    void aProfileTakesMissingTagsFromItsRoleAndThenFromTheDefaults() {
        start("TagDefaults", "CostCenter=100,Owner=nobody");
        account.withoutEvents(iam -> {
            createRole(iam, "web", Map.of("owner", "carol"));
            createProfile(iam, "web", Map.of());
        });

        account.after("alice", iam -> add(iam, "web", "web"));

        assertThat(account.profileTags("web"))
                .isEqualTo(Map.of("CostCenter", "100", "Owner", "carol"));
        assertThat(account.findings()).containsExactly("tags-added");
        assertThat(account.finding("tags-added").get("cause"))
                .asString()
                .contains("becomes 'carol' (from role web)", "becomes '100' (from TagDefaults)")
                .contains("Owner - | carol");
    }

    @Test
    void aWrongCapitalizationIsCorrectedOnRoles() {
        start();

        account.after(
                "alice", iam -> createRole(iam, "web", Map.of("COSTCENTER", "200", "owner", "a")));

        assertThat(account.roleTags("web")).isEqualTo(Map.of("CostCenter", "200", "Owner", "a"));
        assertThat(account.findings()).containsExactly("tag-case-corrected");
    }

    @Test
    void aWrongCapitalizationIsCorrectedOnProfiles() {
        start();

        account.after(
                "alice",
                iam ->
                        createProfile(
                                iam, "web", Map.of("costcenter", "200", "owner", "a", "x", "y")));

        assertThat(account.profileTags("web"))
                .isEqualTo(Map.of("CostCenter", "200", "Owner", "a", "x", "y"));
        assertThat(account.calls())
                .containsExactly(
                        "GetInstanceProfile", "TagInstanceProfile", "UntagInstanceProfile");
        assertThat(account.findings()).containsExactly("tag-case-corrected");
    }

    /// Mallory may tag profiles but not roles, and policies grant rights by role tags.
    @Test
    void aTagOfAProfileNeverBecomesATagOfItsRole() {
        start("TagDefaults", "CostCenter=100", "InheritedTags", "CostCenter,Owner");
        account.existing("web", Map.of("CostCenter", "100"), "web", Map.of("CostCenter", "100"));

        account.after("mallory", iam -> tagProfile(iam, "web", "Owner", "root"));
        account.after("alice", iam -> tagRole(iam, "web", "Team", "a"));
        account.sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");

        assertThat(account.roleTags("web")).isEqualTo(Map.of("CostCenter", "100", "Team", "a"));
        assertThat(account.calls()).doesNotContain("ListInstanceProfilesForRole", "TagRole");
    }

    @Test
    void aLostTagOfARoleTakesTheDefaultUnlessItsProfilesMayGiveIt() {
        for (String from : List.of("false", "true")) {
            start("TagDefaults", "CostCenter=100", "RoleTagsFromProfiles", from);
            account.existing("web", RIGHT, "web", with(RIGHT, "CostCenter", "200"));

            account.after("mallory", iam -> untagRole(iam, "web", "CostCenter"));

            assertThat(account.roleTags("web"))
                    .containsEntry("CostCenter", from.equals("true") ? "200" : "100");
        }
    }

    @Test
    void aValueThatIsNotAllowedIsReplacedByTheDefault() {
        start("TagDefaults", "CostCenter=100");
        account.existing("web", RIGHT, "web", RIGHT);

        account.after("mallory", iam -> tagRole(iam, "web", "CostCenter", "999"));

        assertThat(account.roleTags("web")).isEqualTo(RIGHT);
        assertThat(account.findings()).containsExactly("tag-value-replaced");
    }

    @Test
    void aValueThatIsNotAllowedIsReported() {
        start();
        account.existing("web", RIGHT, "web", RIGHT);

        account.after("mallory", iam -> tagProfile(iam, "web", "CostCenter", "999"));

        assertThat(account.profileTags("web")).containsEntry("CostCenter", "999");
        assertThat(account.findings()).containsExactly("tag-value-not-allowed");
        assertThat(account.finding("tag-value-not-allowed"))
                .containsEntry("rule", "TagEnforcer")
                .containsEntry("subject", "instance-profile/web")
                .satisfies(finding ->
                        assertThat(finding.get("cause"))
                                .asString()
                                .contains(
                                        "user/mallory",
                                        "'999', allowed: 100, 2*",
                                        "CostCenter 999 | 100"))
                .satisfies(finding ->
                        assertThat(String.valueOf(finding.get("todo")))
                                .contains(
                                        "aws iam tag-instance-profile --instance-profile-name"
                                                + " web"));
    }

    @Test
    void aMisspelledTagStaysWhereNoAllowedValueCanReplaceIt() {
        start();
        account.existing("web", RIGHT, "web", Map.of("Owner", "alice"));

        account.after("mallory", iam -> tagProfile(iam, "web", "costcenter", "999"));

        assertThat(account.profileTags("web"))
                .isEqualTo(Map.of("Owner", "alice", "costcenter", "999"));
        assertThat(account.findings()).containsExactly("tag-value-not-allowed");
        assertThat(account.finding("tag-value-not-allowed").get("done"))
                .asString()
                .contains("nothing: TagDefaults has no allowed value");
    }

    @Test
    void aRequiredTagWithoutAnyValueIsReported() {
        start("TagDefaults", "Owner=${creator}");
        account.existing("web", Map.of("CostCenter", "100"), "web", RIGHT);
        account.withoutEvents(iam -> untagProfile(iam, "web", "Owner"));

        account.after("mallory", iam -> tagRole(iam, "web", "Note", "x"));

        assertThat(account.roleTags("web")).doesNotContainKey("Owner");
        assertThat(account.findings()).containsExactly("tag-missing");
    }

    @Test
    void aRemovedTagIsPutBackFromTheBaselineWhereTheRoleDoesNotHaveIt() {
        start("GuardMode", "enforce", "GuardedProfiles", "web", "TagDefaults", "CostCenter=100");
        account.existing(
                "web",
                Map.of("Owner", "alice"),
                "web",
                Map.of("CostCenter", "250", "Owner", "alice"));
        account.sandbox().lambda().invoke("ProfileGuard", "{\"adopt\": {\"profile\": \"web\"}}");
        account.later();

        account.after("mallory", iam -> untagProfile(iam, "web", "CostCenter"));

        assertThat(account.profileTags("web")).containsEntry("CostCenter", "250");
        assertThat(account.findings()).containsExactly("tag-put-back");
    }

    @Test
    void aProfileCreatedForARoleTakesItsOwnerFromTheRole() {
        start("ProvisionMode", "enforce", "TagDefaults", "Owner=${creator},CostCenter=100");

        account.after("alice", iam -> createRole(iam, "web", Map.of()));
        account.sandbox().advance(Duration.ofMinutes(5));

        assertThat(account.roleTags("web")).containsEntry("Owner", "alice");
        assertThat(account.profileTags("web")).containsEntry("Owner", "alice");
        assertThat(account.findings()).doesNotContain("tag-missing");
    }

    @Test
    void aProfileCreatedForARoleHasNoCreatorOfItsOwn() {
        start("ProvisionMode", "enforce", "TagDefaults", "Owner=${creator},CostCenter=100");
        account.withoutEvents(iam -> createRole(iam, "web", Map.of()));

        account.sandbox().lambda().invoke("ProfileProvisioner", "{\"check\": {\"role\": \"web\"}}");
        account.sandbox().advance(Duration.ofMinutes(5));

        assertThat(account.profileTags("web"))
                .containsEntry("profile-guard:created-by", "ProfileProvisioner")
                .containsEntry("CostCenter", "100")
                .doesNotContainKey("Owner");
        assertThat(account.findings()).contains("tag-missing");
    }

    @Test
    void aProfileThatProfileGuardRestoresIsNotItsCreation() {
        start(
                "GuardMode", "enforce",
                "GuardedProfiles", "web",
                "TagDefaults", "Owner=${creator},CostCenter=100");
        account.existing("web", Map.of("CostCenter", "100"), "web", Map.of("CostCenter", "100"));
        account.sandbox().lambda().invoke("ProfileGuard", "{\"adopt\": {\"profile\": \"web\"}}");
        account.later();

        account.after(
                "mallory",
                iam -> {
                    iam.removeRoleFromInstanceProfile(
                            r -> r.instanceProfileName("web").roleName("web"));
                    iam.deleteInstanceProfile(r -> r.instanceProfileName("web"));
                });

        assertThat(account.profileTags("web")).doesNotContainKey("Owner");
        assertThat(account.findings()).contains("profile-restored", "tag-missing");
    }

    @Test
    void tagsWithoutARuleAreLeftAlone() {
        start();
        account.existing("web", RIGHT, "web", RIGHT);

        account.after("mallory", iam -> tagRole(iam, "web", "anything", "x"));
        account.after("mallory", iam -> untagRole(iam, "web", "anything"));

        assertThat(account.calls()).containsExactly("GetRole", "GetRole");
        assertThat(account.findings()).isEmpty();
    }

    @Test
    void aProfileInheritsFromTheRoleThatIsAdded() {
        start("InheritedTags", "Team");
        account.withoutEvents(iam -> {
            createRole(iam, "web", with(RIGHT, "Team", "blue"));
            createProfile(iam, "web", RIGHT);
        });

        account.after("alice", iam -> add(iam, "web", "web"));

        assertThat(account.profileTags("web")).containsEntry("Team", "blue");
        assertThat(account.findings()).containsExactly("tags-inherited");
    }

    @Test
    void aDefaultThatAProfileGotBeforeItsRoleGivesWayToTheRolesValue() {
        start("InheritedTags", "CostCenter", "TagDefaults", "CostCenter=100");
        account.after("alice", iam -> createRole(iam, "web", Map.of("Owner", "a")));
        account.after("alice", iam -> createProfile(iam, "web", Map.of("Owner", "a")));
        account.after("alice", iam -> add(iam, "web", "web"));
        assertThat(account.profileTags("web")).containsEntry("CostCenter", "100");

        account.after("alice", iam -> tagRole(iam, "web", "CostCenter", "200"));

        assertThat(account.profileTags("web")).containsEntry("CostCenter", "200");
    }

    @Test
    void aLaterChangeOfTheRolesTagFollows() {
        inherited();

        account.after("alice", iam -> tagRole(iam, "web", "Team", "red"));

        assertThat(account.profileTags("web")).containsEntry("Team", "red");
        assertThat(account.profileTags("web-2")).containsEntry("Team", "red");
    }

    @Test
    void aProfilesOwnValueStaysAndIsReported() {
        inherited();
        account.after("alice", iam -> tagProfile(iam, "web", "Team", "green"));
        assertThat(account.findings()).containsExactly("inherited-tag-differs");
        account.later();

        account.after("alice", iam -> tagRole(iam, "web", "Team", "red"));

        assertThat(account.profileTags("web")).containsEntry("Team", "green");
        assertThat(account.profileTags("web-2")).containsEntry("Team", "red");
        assertThat(account.findings())
                .containsExactlyInAnyOrder("inherited-tag-differs", "tags-inherited");
    }

    @Test
    void aProfilesOwnValueIsReplacedWhereTheRolesWins() {
        inherited("InheritedTagsWin", "true");

        account.after("alice", iam -> tagProfile(iam, "web", "Team", "green"));

        assertThat(account.profileTags("web")).containsEntry("Team", "blue");
        assertThat(account.findings()).containsExactly("inherited-tag-differs");
    }

    @Test
    void correctionsOfARoleReachItsProfiles() {
        start("InheritedTags", "CostCenter", "TagDefaults", "CostCenter=100");
        account.existing("web", Map.of("Owner", "a"), "web", Map.of("Owner", "a"));

        account.after("alice", iam -> tagRole(iam, "web", "CostCenter", "200"));
        assertThat(account.profileTags("web")).containsEntry("CostCenter", "200");
        account.after("mallory", iam -> tagRole(iam, "web", "CostCenter", "999"));

        assertThat(account.roleTags("web")).containsEntry("CostCenter", "100");
        assertThat(account.profileTags("web")).containsEntry("CostCenter", "100");
    }

    @Test
    void aMissingTagIsReportedAtFiftyTags() {
        start("TagDefaults", "CostCenter=100");
        Map<String, String> full = new HashMap<>(Map.of("Owner", "a"));
        IntStream.range(0, 49).forEach(i -> full.put("Tag" + i, "x"));

        account.after("alice", iam -> createRole(iam, "web", full));

        assertThat(account.roleTags("web")).hasSize(50).doesNotContainKey("CostCenter");
        assertThat(account.findings()).containsExactly("tags-full");
        assertThat(account.calls()).containsExactly("GetRole");
    }

    @Test
    void theBreakerStopsRepeatedRepairs() {
        start("TagDefaults", "CostCenter=100", "BreakerReverts", "3");
        account.existing("web", RIGHT, "web", RIGHT);

        for (int i = 0; i < 4; i++) {
            account.after("terraform", iam -> tagRole(iam, "web", "CostCenter", "999"));
            account.sandbox().advance(Duration.ofSeconds(30));
        }

        assertThat(account.roleTags("web")).containsEntry("CostCenter", "999");
        assertThat(account.findings())
                .containsExactly(
                        "tag-value-replaced",
                        "tag-value-replaced",
                        "tag-value-replaced",
                        "tag-breaker-open");
    }

    @Test
    void observingWritesNothingAndReportsTheSame() {
        start("TagMode", "observe", "TagDefaults", "CostCenter=100");
        account.existing("web", RIGHT, "web", RIGHT);

        account.after("mallory", iam -> tagRole(iam, "web", "CostCenter", "999"));

        assertThat(account.roleTags("web")).containsEntry("CostCenter", "999");
        assertThat(account.calls()).containsExactly("GetRole");
        assertThat(account.database()).containsExactly("BatchGetItem");
        assertThat(account.findings()).containsExactly("tag-value-replaced");
        assertThat(String.valueOf(account.finding("tag-value-replaced").get("done")))
                .contains("would-do");
    }

    @Test
    void aNewChangeThatReadsDoNotReturnYetIsReadAgain() {
        start("TagDefaults", "CostCenter=100");
        account.existing("web", with(RIGHT, "CostCenter", "200"), "web", RIGHT);
        account.withoutEvents(iam -> tagRole(iam, "web", "CostCenter", "999"));
        account.sandbox().faults().set("lag", "PT3S");

        account.after("alice", iam -> tagRole(iam, "web", "CostCenter", "250"));

        account.sandbox().faults().set("lag", "PT0S");
        account.sandbox().advance(Duration.ofMinutes(10));
        assertThat(account.roleTags("web")).containsEntry("CostCenter", "250");
        assertThat(account.findings()).isEmpty();
    }

    @Test
    void aPartialFailureIsCompletedByTheNextTry() {
        inherited();
        account.sandbox().faults().set("fail", "TagInstanceProfile:1");

        account.after("alice", iam -> tagRole(iam, "web", "Team", "red"));
        account.sandbox().advance(Duration.ofMinutes(10));

        assertThat(account.profileTags("web")).containsEntry("Team", "red");
        assertThat(account.profileTags("web-2")).containsEntry("Team", "red");
        assertThat(account.findings()).doesNotContain("inherited-tag-differs");
    }

    @Test
    void duplicateEventsEndTheSame() {
        start("TagDefaults", "CostCenter=100");
        account.existing("web", RIGHT, "web", RIGHT);
        account.sandbox().faults().set("double", "1");

        account.after("mallory", iam -> tagRole(iam, "web", "CostCenter", "999"));

        assertThat(account.roleTags("web")).isEqualTo(RIGHT);
        assertThat(account.findings()).containsExactly("tag-value-replaced");
        assertThat(account.entries().stream().filter(e -> e.kind() == Entry.Kind.INVOCATION))
                .noneMatch(entry -> String.valueOf(entry.outcome()).contains("error"));
    }

    @Test
    void showsAProfilesAndItsRolesTagsSideBySide() {
        start();
        account.existing("web", RIGHT, "web", Map.of("costcenter", "100", "Extra", "x"));

        assertThat(account.invoke("{\"show\": {\"profile\": \"web\"}}"))
                .contains("\"decision\":\"shown\"")
                .contains(
                        "{\"key\":\"costcenter\",\"profile\":\"100\",\"role\":\"100\",\"policy\":"
                                + "\"profile: should be spelled CostCenter; role: right\"}")
                .contains("\"key\":\"Owner\",\"profile\":null,\"role\":\"alice\"")
                .contains("profile: required, missing; role: right");
        assertThat(account.invoke("{\"show\": {\"role\": \"web\"}}"))
                .contains("\"profiles\":[{\"profile\":\"web\",\"role\":\"web\"");
        assertThat(account.invoke("{\"show\": {\"role\": \"none\"}}"))
                .contains("errorMessage", "There is no role none");
    }

    @Test
    void checksARoleAndItsProfilesOnRequest() {
        start("InheritedTags", "CostCenter", "TagDefaults", "CostCenter=100");
        account.existing("web", Map.of("Owner", "a"), "web", Map.of("Owner", "a"));

        assertThat(account.invoke("{\"check\": {\"role\": \"web\"}}"))
                .contains("\"decision\":\"tagged\"", "a manual invocation");

        assertThat(account.roleTags("web")).containsEntry("CostCenter", "100");
        assertThat(account.profileTags("web")).containsEntry("CostCenter", "100");
        assertThat(account.invoke("{\"check\": {\"profile\": \"web\"}}"))
                .contains("\"decision\":\"compliant\"");
    }

    private TaggedAccount account = TaggedAccount.with("TagMode", "off");

    /// Role `web` in the profiles `web` and `web-2`, which have its tag Team=blue.
    private void inherited(String... parameters) {
        String[] all = Arrays.copyOf(parameters, parameters.length + 2);
        all[parameters.length] = "InheritedTags";
        all[parameters.length + 1] = "Team";
        start(all);
        account.after(
                "admin",
                iam -> {
                    createRole(iam, "web", with(RIGHT, "Team", "blue"));
                    createProfile(iam, "web", RIGHT);
                    createProfile(iam, "web-2", RIGHT);
                    add(iam, "web", "web");
                    add(iam, "web-2", "web");
                });
        account.later();
    }

    private void start(String... parameters) {
        account.close();
        account = TaggedAccount.with(parameters);
    }

    private static Map<String, String> with(Map<String, String> tags, String key, String value) {
        Map<String, String> more = new HashMap<>(tags);
        more.put(key, value);
        return Map.copyOf(more);
    }

    @AfterEach
    void close() {
        account.close();
    }
}
