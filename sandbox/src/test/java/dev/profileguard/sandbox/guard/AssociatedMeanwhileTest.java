package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.remove;
import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.ec2.ComputeClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

/// Mallory, who may not pass the role `web`, brings her instance into the profile by other ways
/// than one swap. No repair of ProfileGuard gives it the role.
class AssociatedMeanwhileTest {
    /// Her own calls suffice then.
    @Test
    void withoutTheQuestionToEc2TheAttackPlays() {
        try (GuardedAccount off = GuardedAccount.with("WithholdRoles", "off")) {
            ComputeClient ec2 = off.sandbox().ec2(Sandbox.user("mallory"));
            String instance = ec2.runInstance();
            swap(off.as("mallory"), "web", "evil");
            ec2.associate(instance, NAME);
            off.sandbox().settle();

            assertThat(off.sandbox().instances().roleOf(instance).map(Role::roleName))
                    .contains("web");
        }
    }

    /// The second swap is later than the association. Ann works with Mallory.
    @ParameterizedTest
    @CsvSource({"mallory, true", "mallory, false", "ann, true", "ann, false"})
    void betweenTwoSwaps(String second, boolean lost) {
        String instance = associatedBySwap(lost, () -> {});
        pass(Duration.ofSeconds(30));
        swap(account.as(second), "evil", "evil");

        assertNeverGetsTheRole(instance);
    }

    /// She takes her role out again: only the removal of `web` explains the empty profile.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void andLeavesTheProfileEmpty(boolean lost) {
        String instance = associatedBySwap(lost, () -> remove(mallory(), NAME, "evil"));
        account.after(
                "mallory",
                iam -> iam.tagInstanceProfile(r -> r.instanceProfileName(NAME).tags(NOTE)));

        assertNeverGetsTheRole(instance);
    }

    /// Her instance, after one swap.
    ///
    /// @param lost whether the events are lost, also those of `more`
    private String associatedBySwap(boolean lost, Runnable more) {
        String instance = instanceFromLongAgo();
        lose(lost);
        swap(mallory(), "web", "evil");
        ec2().associate(instance, NAME);
        more.run();
        if (lost) {
            account.sandbox().settle();
        }
        lose(false);
        return instance;
    }

    /// The pipeline's change was reverted, since its events came late. Then they come.
    @Test
    void whileEventsOfThePipelineAreLate() {
        String instance = instanceFromLongAgo();
        lose(true);
        swap(account.asPipeline(), "web", "web-v2");
        account.sandbox().settle();
        lose(false);
        pass(Duration.ofSeconds(30));
        swap(mallory(), "web-v2", "evil");
        ec2().associate(instance, NAME);

        assertNeverGetsTheRole(instance);
    }

    private void lose(boolean on) {
        account.sandbox().faults().set("lose", on ? "1" : "0");
    }

    private void pass(Duration time) {
        account.sandbox().clock().move(time);
    }

    private String instanceFromLongAgo() {
        account.sandbox().instances().associationTimes(true);
        String instance = ec2().runInstance();
        account.later();
        return instance;
    }

    private void assertNeverGetsTheRole(String instance) {
        account.assertNeverHasTheRole(instance);
        assertThat(account.findings()).contains("role-withheld");
    }

    private static final Tag NOTE = Tag.builder().key("Note").value("x").build();

    private final GuardedAccount account = GuardedAccount.with();

    @AfterEach
    void close() {
        account.close();
    }

    private IamClient mallory() {
        return account.as("mallory");
    }

    private ComputeClient ec2() {
        return account.sandbox().ec2(Sandbox.user("mallory"));
    }
}
