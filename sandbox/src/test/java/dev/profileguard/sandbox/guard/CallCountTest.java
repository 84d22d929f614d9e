package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.add;
import static dev.profileguard.sandbox.guard.GuardedAccount.delete;
import static dev.profileguard.sandbox.guard.GuardedAccount.remove;
import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// The fewest AWS calls are part of being correct: each is quota, latency and money.
class CallCountTest {
    @Test
    void aProfileThatNothingGuardsCostsTwoReads() {
        account.as("admin").createInstanceProfile(r -> r.instanceProfileName("dev-box"));
        account.sandbox().settle();
        account.later();

        assertThat(calls(iam -> add(iam, "dev-box", "web")))
                .containsExactly("GetItem", "GetInstanceProfile");
    }

    @Test
    void noDriftCostsTwoReads() {
        assertThat(calls(iam -> iam.tagInstanceProfile(r -> r.instanceProfileName(NAME).tags(NOTE))))
                .containsExactly("GetItem", "GetInstanceProfile");
    }

    @Test
    void aSwappedRoleCostsTwoReadsTwoWritesAndTheBaselines() {
        account.sandbox().faults().set("lose", "1");
        remove(account.as("mallory"), NAME, "web");
        account.sandbox().faults().set("lose", "0");

        assertThat(calls(iam -> add(iam, NAME, "evil")))
                .containsExactly(
                        "GetItem",
                        "GetInstanceProfile",
                        "RemoveRoleFromInstanceProfile",
                        "AddRoleToInstanceProfile",
                        "PutItem");
    }

    @Test
    void aRemovedRoleIsVerifiedByOneReadMore() {
        assertThat(calls(iam -> remove(iam, NAME, "web")))
                .containsExactly(
                        "GetItem",
                        "GetInstanceProfile",
                        "AddRoleToInstanceProfile",
                        "GetInstanceProfile",
                        "PutItem");
    }

    @Test
    void aDeletedProfileCostsTwoWritesAndIsVerified() {
        account.sandbox().faults().set("lose", "1");
        remove(account.as("mallory"), NAME, "web");
        account.sandbox().faults().set("lose", "0");

        assertThat(calls(iam -> iam.deleteInstanceProfile(r -> r.instanceProfileName(NAME))))
                .containsExactly(
                        "GetItem",
                        "GetInstanceProfile",
                        "CreateInstanceProfile",
                        "AddRoleToInstanceProfile",
                        "GetInstanceProfile",
                        "PutItem");
    }

    @Test
    void theSecondEventOfADeletionFindsNothingLeftToDo() {
        assertThat(calls(iam -> delete(iam)))
                .endsWith("PutItem", "GetItem", "GetInstanceProfile");
    }

    @Test
    void firstSightCostsOneWriteOfTheBaseline() {
        account.as("admin").createInstanceProfile(r -> r.instanceProfileName("prod-new"));
        account.sandbox().settle();
        account.later();

        assertThat(calls(iam -> add(iam, "prod-new", "web")))
                .containsExactly("GetItem", "GetInstanceProfile", "PutItem");
    }

    @Test
    void aTrustedSwapIsAdoptedByTwoReadsAndAWriteAnEvent() {
        DatabaseCalls.watch(account);
        swap(account.asPipeline(), "web", "web-v2");
        account.sandbox().settle();

        assertThat(DatabaseCalls.all(account))
                .containsExactly(
                        "GetItem",
                        "GetInstanceProfile",
                        "PutItem",
                        "GetItem",
                        "GetInstanceProfile",
                        "PutItem");
    }

    private static final Tag NOTE = Tag.builder().key("Note").value("x").build();

    private final GuardedAccount account = GuardedAccount.with();

    @AfterEach
    void close() {
        account.close();
    }

    private java.util.List<String> calls(Consumer<IamClient> edit) {
        DatabaseCalls.watch(account);
        account.after("mallory", edit);
        return DatabaseCalls.all(account);
    }
}
