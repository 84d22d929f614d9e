package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.add;
import static dev.profileguard.sandbox.guard.GuardedAccount.remove;
import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// The fewest AWS calls are part of being correct: each is quota, latency and money.
class CallCountTest {
    @Test
    void aProfileThatNothingGuardsCostsTwoReads() {
        account.after("admin", iam -> iam.createInstanceProfile(r -> r.instanceProfileName("dev")));

        mallory(iam -> add(iam, "dev", "web"));

        assertThat(account.calls()).containsExactly("GetInstanceProfile");
        assertThat(database).containsExactly("GetItem");
    }

    @Test
    void noDriftCostsTwoReads() {
        mallory(iam -> iam.tagInstanceProfile(r -> r.instanceProfileName(NAME).tags(NOTE)));

        assertThat(account.calls()).containsExactly("GetInstanceProfile");
        assertThat(database).containsExactly("GetItem");
    }

    @Test
    void aSwappedRoleCostsTwoReadsTwoWritesAndTheBaselines() {
        withoutEvents(iam -> remove(iam, NAME, "web"));

        mallory(iam -> add(iam, NAME, "evil"));

        assertThat(account.calls())
                .containsExactly(
                        "GetInstanceProfile",
                        "RemoveRoleFromInstanceProfile",
                        "AddRoleToInstanceProfile");
        assertThat(database).containsExactly("GetItem", "PutItem");
    }

    @Test
    void aRemovedRoleIsVerifiedByOneMoreRead() {
        mallory(iam -> remove(iam, NAME, "web"));

        assertThat(account.calls())
                .containsExactly(
                        "GetInstanceProfile", "AddRoleToInstanceProfile", "GetInstanceProfile");
        assertThat(database).containsExactly("GetItem", "PutItem");
    }

    @Test
    void aDeletedProfileCostsTwoWritesAndIsVerified() {
        withoutEvents(iam -> remove(iam, NAME, "web"));

        mallory(iam -> iam.deleteInstanceProfile(r -> r.instanceProfileName(NAME)));

        assertThat(account.calls())
                .containsExactly(
                        "GetInstanceProfile",
                        "CreateInstanceProfile",
                        "AddRoleToInstanceProfile",
                        "GetInstanceProfile");
        assertThat(database).containsExactly("GetItem", "PutItem");
    }

    @Test
    void firstSightCostsOneWriteOfTheBaseline() {
        withoutEvents(iam -> iam.createInstanceProfile(r -> r.instanceProfileName("prod-new")));

        mallory(iam -> add(iam, "prod-new", "web"));

        assertThat(account.calls()).containsExactly("GetInstanceProfile");
        assertThat(database).containsExactly("GetItem", "PutItem");
    }

    @Test
    void aTrustedSwapCostsTwoReadsAndAWriteOfTheBaselineForEachOfItsEvents() {
        watch();
        swap(account.asPipeline(), "web", "web-v2");
        account.sandbox().settle();

        assertThat(account.calls()).containsExactly("GetInstanceProfile", "GetInstanceProfile");
        assertThat(database).containsExactly("GetItem", "PutItem", "GetItem", "PutItem");
    }

    @Test
    void anExemptProfileCostsNothing() {
        mallory(iam -> iam.createInstanceProfile(r -> r.instanceProfileName("eks-1234")));

        assertThat(account.calls()).isEmpty();
        assertThat(database).isEmpty();
    }

    private static final Tag NOTE = Tag.builder().key("Note").value("x").build();

    private final GuardedAccount account = GuardedAccount.with();
    private final List<String> database = new ArrayList<>();

    @AfterEach
    void close() {
        account.close();
    }

    /// The calls after a change by mallory.
    private void mallory(Consumer<IamClient> edit) {
        watch();
        account.after("mallory", edit);
    }

    /// A change by mallory whose events are lost.
    private void withoutEvents(Consumer<IamClient> edit) {
        account.sandbox().faults().set("lose", "1");
        account.after("mallory", edit);
        account.sandbox().faults().set("lose", "0");
    }

    private void watch() {
        account.later();
        account.sandbox().database().observer(database::add);
    }
}
