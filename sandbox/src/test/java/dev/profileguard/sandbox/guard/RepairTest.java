package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.add;
import static dev.profileguard.sandbox.guard.GuardedAccount.createRole;
import static dev.profileguard.sandbox.guard.GuardedAccount.delete;
import static dev.profileguard.sandbox.guard.GuardedAccount.remove;
import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Tag;

class RepairTest {
    @Test
    void putsASwappedRoleBack() {
        account.after("mallory", iam -> swap(iam, "web", "evil"));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings()).containsExactly("role-reverted");
        assertThat(account.finding("role-reverted").get("actor"))
                .isEqualTo("arn:aws:iam::123456789012:user/mallory");
    }

    @Test
    void putsARemovedRoleBack() {
        account.after("mallory", iam -> remove(iam, NAME, "web"));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings()).containsExactly("role-reverted");
    }

    @Test
    void recreatesADeletedProfileAndSaysWhatItsNewIdMeans() {
        String oldId = Objects.requireNonNull(account.profile()).instanceProfileId();

        account.after("mallory", iam -> delete(iam));

        assertThat(account.role()).isEqualTo("web");
        String newId = Objects.requireNonNull(account.profile()).instanceProfileId();
        assertThat(newId).isNotEqualTo(oldId);
        assertThat(account.findings()).containsExactly("profile-restored");
        assertThat(account.finding("profile-restored").toString()).contains(oldId, newId);
    }

    @Test
    void restoresPathAndTagsToo() {
        account.as("owner")
                .createInstanceProfile(r ->
                        r.instanceProfileName("prod-api")
                                .path("/team/")
                                .tags(tag("Owner", "api"), tag("profile-guard", "locked")));
        account.after("owner", iam -> add(iam, "prod-api", "web"));

        account.after(
                "mallory",
                iam -> {
                    remove(iam, "prod-api", "web");
                    iam.deleteInstanceProfile(r -> r.instanceProfileName("prod-api"));
                });

        InstanceProfile restored = Objects.requireNonNull(account.profile("prod-api"));
        assertThat(restored.path()).isEqualTo("/team/");
        assertThat(restored.tags())
                .containsExactlyInAnyOrder(tag("Owner", "api"), tag("profile-guard", "locked"));
        assertThat(restored.roles()).hasSize(1);
    }

    @Test
    void spellsARestoredProfileAsItWasWhoeverDeletedIt() {
        account.after(
                "mallory",
                iam -> {
                    remove(iam, "PROD-Web", "web");
                    iam.deleteInstanceProfile(r -> r.instanceProfileName("PROD-Web"));
                });

        assertThat(Objects.requireNonNull(account.profile()).instanceProfileName()).isEqualTo(NAME);
    }

    @Test
    void saysThatARecreatedRoleCannotBePutBack() {
        account.after(
                "admin",
                iam -> {
                    remove(iam, NAME, "web");
                    iam.deleteRole(r -> r.roleName("web"));
                    createRole(iam, "web");
                    add(iam, NAME, "web");
                });

        assertThat(account.findings()).contains("role-recreated");
        assertThat(account.calls()).containsOnly("GetInstanceProfile");
    }

    @Test
    void noticesARecreatedRoleBehindARemoval() {
        account.after(
                "admin",
                iam -> {
                    remove(iam, NAME, "web");
                    iam.deleteRole(r -> r.roleName("web"));
                    createRole(iam, "web");
                });

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings()).containsExactly("role-recreated");
    }

    @Test
    void removesAForeignRoleWhenTheRecordedOneIsGone() {
        account.after(
                "admin",
                iam -> {
                    swap(iam, "web", "evil");
                    iam.deleteRole(r -> r.roleName("web"));
                });

        assertThat(account.role()).isEqualTo("none");
        assertThat(account.findings()).contains("role-gone");
    }

    @Test
    void putsTheGuardTagBack() {
        account.after(
                "owner",
                iam -> {
                    iam.createInstanceProfile(r ->
                            r.instanceProfileName("team-box").tags(tag("profile-guard", "locked")));
                    add(iam, "team-box", "web");
                });

        account.after(
                "mallory",
                iam ->
                        iam.untagInstanceProfile(
                                r -> r.instanceProfileName("team-box").tagKeys("profile-guard")));
        account.after(
                "mallory",
                iam ->
                        iam.tagInstanceProfile(r ->
                                r.instanceProfileName("team-box")
                                        .tags(tag("profile-guard", "open"))));

        assertThat(Objects.requireNonNull(account.profile("team-box")).tags())
                .containsExactly(tag("profile-guard", "locked"));
        assertThat(account.findings())
                .containsExactly("baseline-recorded", "guard-tag-reverted", "guard-tag-reverted");
    }

    @Test
    void observingReportsTheSameAndWritesNothing() {
        try (GuardedAccount observed = GuardedAccount.with("GuardMode", "observe")) {
            observed.after("mallory", iam -> swap(iam, "web", "evil"));

            assertThat(observed.role()).isEqualTo("evil");
            assertThat(observed.calls()).containsOnly("GetInstanceProfile");
            assertThat(observed.entries())
                    .filteredOn(entry -> entry.kind() == Entry.Kind.ACTION)
                    .extracting(Entry::operation, Entry::outcome)
                    .contains(
                            org.assertj.core.groups.Tuple.tuple("RemoveRole", "would-do"),
                            org.assertj.core.groups.Tuple.tuple("AddRole", "would-do"));
        }
    }

    @Test
    void offDoesNothing() {
        try (GuardedAccount off = GuardedAccount.with("GuardMode", "off")) {
            off.after("mallory", iam -> swap(iam, "web", "evil"));

            assertThat(off.role()).isEqualTo("evil");
            assertThat(off.calls()).isEmpty();
        }
    }

    @Test
    void adoptsThePipelinesChange() {
        swap(account.asPipeline(), "web", "web-v2");
        account.sandbox().settle();
        account.after("mallory", iam -> swap(iam, "web-v2", "evil"));

        assertThat(account.role()).isEqualTo("web-v2");
        assertThat(account.findings()).contains("change-adopted", "role-reverted");
    }

    @Test
    void aChangeRightAfterThePipelinesIsRevertedToThePipelines() {
        swap(account.asPipeline(), "web", "web-v2");
        account.after("mallory", iam -> swap(iam, "web-v2", "evil"));

        assertThat(account.role()).isEqualTo("web-v2");
    }

    @Test
    void aRepairInterruptedBetweenItsWritesIsFinishedByTheRetry() {
        swap(account.as("mallory"), "web", "evil");
        account.sandbox().faults().set("fail", "AddRoleToInstanceProfile:2");
        account.sandbox().settle();
        assertThat(account.role()).isEqualTo("none");

        account.sandbox().advance(Duration.ofMinutes(1));

        assertThat(account.role()).isEqualTo("web");
    }

    @Test
    void aRepairByAnotherInvocationMeanwhileIsNotReportedAgain() {
        swap(account.as("mallory"), "web", "evil");
        account.meanwhile("RemoveRoleFromInstanceProfile", iam -> swap(iam, "evil", "web"));

        account.sandbox().settle();

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings()).isEmpty();
        assertThat(account.entries())
                .filteredOn(entry -> entry.kind() == Entry.Kind.INVOCATION)
                .extracting(Entry::detail)
                .first()
                .asString()
                .contains("was already restored by another invocation");
    }

    @Test
    void aForeignRoleAddedMeanwhileIsRemovedToo() {
        remove(account.as("mallory"), NAME, "web");
        account.meanwhile("AddRoleToInstanceProfile", iam -> add(iam, NAME, "evil"));

        account.sandbox().settle();

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings()).contains("role-reverted");
    }

    @Test
    void theRetryRepairsAfterThrottling() {
        remove(account.as("mallory"), NAME, "web");
        account.sandbox().faults().set("throttle", "1");
        account.sandbox().settle();
        account.sandbox().faults().set("throttle", "0");

        account.sandbox().advance(Duration.ofMinutes(1));

        assertThat(account.role()).isEqualTo("web");
    }

    @Test
    void waitsUntilReadsReturnTheChange() {
        account.sandbox().faults().set("lag", "PT2S");
        account.after("mallory", iam -> swap(iam, "web", "evil"));
        account.sandbox().advance(Duration.ofSeconds(10));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings()).contains("role-reverted");
    }

    @Test
    void lagHidesNoRestoredProfileAndNoNewRole() {
        account.sandbox().faults().set("lag", "PT2S");
        account.after("mallory", iam -> delete(iam));
        account.sandbox().advance(Duration.ofSeconds(30));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings()).containsExactly("profile-restored");
    }

    @Test
    void duplicateAndReorderedEventsEndTheSame() {
        account.sandbox().faults().set("double", "1");
        account.after("mallory", iam -> remove(iam, NAME, "web"));
        account.sandbox().faults().set("reorder", "1");
        account.after("mallory", iam -> delete(iam));
        account.sandbox().advance(Duration.ofMinutes(5));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings()).containsExactly("role-reverted", "profile-restored");
    }

    @Test
    void anEventThatFailsThreeTimesIsRetriedFromTheQueue() {
        remove(account.as("mallory"), NAME, "web");
        account.sandbox().faults().set("fail", "GetInstanceProfile:4");

        account.sandbox().advance(Duration.ofMinutes(8));
        assertThat(account.role()).isEqualTo("none");
        account.sandbox().advance(Duration.ofMinutes(4));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings()).containsExactly("role-reverted");
        assertThat(account.entries())
                .noneMatch(entry -> entry.kind() == Entry.Kind.DEAD_LETTER)
                .filteredOn(RepairTest::isOfProfileGuard)
                .hasSize(5);
        assertThat(account.sandbox().queues().messages("ProfileGuardRetries")).isEmpty();
    }

    @Test
    void anEventThatFailsForADayIsDeadLettered() {
        remove(account.as("mallory"), NAME, "web");
        account.sandbox().faults().set("fail", "GetInstanceProfile:1000");

        account.sandbox().advance(Duration.ofHours(26));

        assertThat(account.entries())
                .filteredOn(entry -> entry.kind() == Entry.Kind.DEAD_LETTER)
                .hasSize(1);
        assertThat(account.entries())
                .filteredOn(RepairTest::isOfProfileGuard)
                .hasSizeGreaterThan(200);
    }

    private static boolean isOfProfileGuard(Entry entry) {
        return entry.kind() == Entry.Kind.INVOCATION && "ProfileGuard".equals(entry.function());
    }

    @Test
    void theBreakerStopsRepeatedRepairs() {
        for (int i = 0; i < 7; i++) {
            account.after("controller", this::swapWhateverIsIn);
        }

        assertThat(account.role()).isEqualTo("evil");
        assertThat(account.findings())
                .containsSubsequence("role-reverted", "breaker-open")
                .filteredOn("role-reverted"::equals)
                .hasSize(5);
        assertThat(account.finding("breaker-open").toString()).contains("controller");
    }

    @Test
    void neverChangesProfilesOfServices() {
        for (String name : List.of("eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10", "my-imagebuilder")) {
            account.after(
                    "owner",
                    iam -> {
                        iam.createInstanceProfile(r -> r.instanceProfileName(name));
                        add(iam, name, "web");
                        remove(iam, name, "web");
                    });
        }

        assertThat(account.calls()).containsOnly("GetInstanceProfile");
        assertThat(account.findings()).isEmpty();
    }

    private final GuardedAccount account = GuardedAccount.with();

    @AfterEach
    void close() {
        account.close();
    }

    private void swapWhateverIsIn(software.amazon.awssdk.services.iam.IamClient iam) {
        if (account.role().equals("web")) {
            swap(iam, "web", "evil");
        } else {
            iam.tagInstanceProfile(r -> r.instanceProfileName(NAME).tags(tag("try", "again")));
        }
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
