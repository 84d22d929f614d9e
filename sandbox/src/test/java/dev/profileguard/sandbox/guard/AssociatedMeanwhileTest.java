package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.add;
import static dev.profileguard.sandbox.guard.GuardedAccount.remove;
import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.ec2.ComputeClient;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

    /// The second swap is later than the association.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void betweenTwoSwaps(boolean lost) {
        String instance = instanceFromLongAgo();
        lose(lost);
        swap(mallory(), "web", "evil");
        ec2().associate(instance, NAME);
        settle(lost);
        lose(false);
        pass(Duration.ofSeconds(30));
        swap(mallory(), "evil", "evil");

        assertNeverGetsTheRole(instance);
    }

    /// Ann works with Mallory. Her call is the last one, and later than the association.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void withAnAccomplice(boolean lost) {
        String instance = instanceFromLongAgo();
        lose(lost);
        swap(mallory(), "web", "evil");
        ec2().associate(instance, NAME);
        settle(lost);
        lose(false);
        pass(Duration.ofSeconds(30));
        remove(account.as("ann"), NAME, "evil");
        add(account.as("ann"), NAME, "evil");

        assertNeverGetsTheRole(instance);
    }

    /// She takes her role out again: only the removal of `web` explains the empty profile.
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void andLeavesTheProfileEmpty(boolean lost) {
        String instance = instanceFromLongAgo();
        lose(lost);
        swap(mallory(), "web", "evil");
        ec2().associate(instance, NAME);
        remove(mallory(), NAME, "evil");
        settle(lost);
        lose(false);
        account.after(
                "mallory",
                iam -> iam.tagInstanceProfile(r -> r.instanceProfileName(NAME).tags(NOTE)));

        assertNeverGetsTheRole(instance);
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

    private void settle(boolean on) {
        if (on) {
            account.sandbox().settle();
        }
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
        account.sandbox().settle();
        assertHasNone(instance);
        for (int i = 0; i < 3; i++) {
            account.sandbox().advance(Duration.ofMinutes(25));
            assertHasNone(instance);
            account.sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");
            account.sandbox().settle();
            assertHasNone(instance);
        }
        assertThat(account.findings()).contains("role-withheld");
    }

    private void assertHasNone(String instance) {
        assertThat(account.sandbox().instances().roleOf(instance).map(Role::roleName).orElse(""))
                .isIn("", "evil");
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
