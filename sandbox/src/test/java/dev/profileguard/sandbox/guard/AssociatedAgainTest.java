package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.add;
import static dev.profileguard.sandbox.guard.GuardedAccount.delete;
import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.ec2.ComputeClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.iam.model.Role;

/// Mallory deletes a profile with which instances run. ProfileGuard creates it again, and
/// associates the instances again.
class AssociatedAgainTest {
    private static final Duration MINUTES = Duration.ofMinutes(5);

    @Test
    void instancesInAllRegionsGetTheirCredentialsBack() {
        try (GuardedAccount account = on()) {
            String virginia = run(account, "us-east-1");
            String ireland = run(account, "eu-west-1");
            known(account);

            account.after("mallory", iam -> delete(iam));
            account.sandbox().advance(MINUTES);

            assertThat(roleOf(account, virginia)).isEqualTo("web");
            assertThat(roleOf(account, ireland)).isEqualTo("web");
            assertThat(account.findings())
                    .containsExactly("profile-restored", "association-outdated");
            assertThat(done(account))
                    .contains(
                            "associate %s in eu-west-1 with prod-web again: done"
                                    .formatted(ireland),
                            "associate %s in us-east-1 with prod-web again: done"
                                    .formatted(virginia));
            assertIsOver(account);
        }
    }

    /// Nothing is left to look for, in events and sweeps.
    private static void assertIsOver(GuardedAccount account) {
        account.sandbox().advance(Duration.ofHours(2));
        account.forget();
        account.sweep();
        account.sandbox().advance(Duration.ofHours(1));
        assertThat(account.findings()).doesNotContain("association-outdated");
        assertThat(account.ec2Calls()).doesNotContain("ReplaceIamInstanceProfileAssociation");
        assertThat(account.sandbox().queues().messages("ProfileGuardRetries")).isEmpty();
    }

    @Test
    void withoutTheSettingPeopleDoIt() {
        try (GuardedAccount account = GuardedAccount.with()) {
            String instance = run(account, "us-east-1");
            known(account);

            account.after("mallory", iam -> delete(iam));
            account.sandbox().advance(Duration.ofHours(2));
            account.sweep();

            assertThat(account.role()).isEqualTo("web");
            assertThat(roleOf(account, instance)).isEmpty();
            assertThat(account.findings())
                    .contains("profile-restored")
                    .doesNotContain("association-outdated");
        }
    }

    @Test
    void aStoppedInstanceIsLeftToPeople() {
        try (GuardedAccount account = on()) {
            String stopped = run(account, "us-east-1");
            String running = run(account, "us-east-1");
            known(account);
            admin(account, "us-east-1").stop(stopped);

            account.after("mallory", iam -> delete(iam));
            account.sandbox().advance(MINUTES);

            assertThat(roleOf(account, running)).isEqualTo("web");
            assertThat(String.valueOf(account.finding("association-outdated").get("todo")))
                    .contains(
                            stopped + " in us-east-1 (it is stopp",
                            "aws ec2 associate-iam-instance-profile --region us-east-1"
                                    + " --instance-id "
                                    + stopped);
        }
    }

    /// The deleted profile had another role when mallory associated her instance with it.
    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void noInstanceThatSomebodyAssociatedWhileTheProfileStoodWrong(String withholds) {
        try (GuardedAccount account =
                GuardedAccount.with("RepairAssociations", "on", "WithholdRoles", withholds)) {
            String good = run(account, "us-east-1");
            String own = mallory(account).runInstance();
            known(account);

            swap(account.as("mallory"), "web", "evil");
            mallory(account).associate(own, NAME);
            GuardedAccount.remove(account.as("mallory"), NAME, "evil");
            account.as("mallory").deleteInstanceProfile(r -> r.instanceProfileName(NAME));
            account.assertNeverHasTheRole(own);

            if (withholds.equals("off")) {
                assertThat(roleOf(account, good)).isEqualTo("web");
                assertThat(String.valueOf(account.finding("association-outdated").get("todo")))
                        .contains(own, "it may have started to use the profile");
            }
        }
    }

    @Test
    void aProfileThatSomebodyElseCreatedAgainGetsNoInstances() {
        try (GuardedAccount account = on()) {
            String instance = run(account, "us-east-1");
            known(account);

            delete(account.as("mallory"));
            GuardedAccount.createProfile(account.as("mallory"), NAME);
            add(account.as("mallory"), NAME, "evil");
            account.assertNeverHasTheRole(instance);
            assertThat(account.ec2Calls()).doesNotContain("ReplaceIamInstanceProfileAssociation");

            add(account.asPipeline(), NAME, "web");
            account.sandbox().settle();
            account.later();
            account.sweep();
            assertThat(roleOf(account, instance)).isEqualTo("web");
        }
    }

    @Test
    void aRegionThatDoesNotAnswerIsSaidAndComesLater() {
        try (GuardedAccount account =
                GuardedAccount.with("RepairAssociations", "on", "WithholdRoles", "off")) {
            String near = run(account, "us-east-1");
            String far = run(account, "eu-west-1");
            known(account);
            account.sandbox().faults().set("ec2", "eu-west-1:denied");

            account.after("mallory", iam -> delete(iam));
            account.sandbox().advance(MINUTES);

            assertThat(roleOf(account, near)).isEqualTo("web");
            assertThat(roleOf(account, far)).isEmpty();
            assertThat(String.valueOf(account.finding("association-outdated").get("cause")))
                    .contains("eu-west-1");
            account.sandbox().faults().set("ec2", "");
            account.sandbox().advance(Duration.ofHours(3));
            account.sweep();
            assertThat(roleOf(account, far)).isEqualTo("web");
            assertIsOver(account);
        }
    }

    @Test
    void manyInstancesFollowOneAfterTheOther() {
        try (GuardedAccount account = on()) {
            List<String> instances =
                    IntStream.range(0, 45).mapToObj(i -> run(account, "us-east-1")).toList();
            known(account);

            account.after("mallory", iam -> delete(iam));
            account.sandbox().advance(Duration.ofMinutes(10));

            assertThat(instances).allMatch(each -> roleOf(account, each).equals("web"));
        }
    }

    /// The next change of the profile finds them as users from before.
    @Test
    void theInstancesAreKnownToTheNextRepair() {
        try (GuardedAccount account = on()) {
            String instance = run(account, "us-east-1");
            known(account);
            account.after("mallory", iam -> delete(iam));
            account.sandbox().advance(MINUTES);

            account.after("mallory", iam -> swap(iam, "web", "evil"));

            assertThat(account.role()).isEqualTo("web");
            assertThat(roleOf(account, instance)).isEqualTo("web");
            assertThat(account.findings()).doesNotContain("role-withheld");
        }
    }

    /// It reads and stores what the sweep knows after each instance, so that it is also killed
    /// between a call of EC2 and the next one.
    @Test
    void whereverTheFunctionIsKilledTheInstancesAreAssociatedOnce() {
        List<String> calls = killedAt(Integer.MAX_VALUE);

        for (int i = 0; i < calls.size(); i++) {
            killedAt(i);
        }
    }

    private static List<String> killedAt(int call) {
        try (GuardedAccount account = on()) {
            String near = run(account, "us-east-1");
            String far = run(account, "eu-west-1");
            known(account);
            List<String> seen = new ArrayList<>();
            account.sandbox().database().observer(operation -> die(operation, seen, call));
            account.sandbox()
                    .account()
                    .gate(each -> {
                        if (each.caller().arn().contains("ProfileGuard")) {
                            die(each.operation(), seen, call);
                        }
                    });
            account.after("mallory", iam -> delete(iam));
            account.sandbox().advance(MINUTES);
            List<String> calls = List.copyOf(seen);
            account.sandbox().advance(Duration.ofMinutes(20));

            String where = "killed at call %d of %s".formatted(call, seen);
            assertThat(account.ec2Calls())
                    .as(where)
                    .filteredOn("ReplaceIamInstanceProfileAssociation"::equals)
                    .hasSize(2);
            assertThat(account.role()).as(where).isEqualTo("web");
            assertThat(roleOf(account, near)).as(where).isEqualTo("web");
            assertThat(roleOf(account, far)).as(where).isEqualTo("web");
            return calls;
        }
    }

    private static void die(String operation, List<String> seen, int call) {
        seen.add(operation);
        if (seen.size() - 1 == call) {
            throw new Killed();
        }
    }

    /// As if Lambda killed the process.
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    private static GuardedAccount on() {
        return GuardedAccount.with("RepairAssociations", "on");
    }

    private static String run(GuardedAccount account, String region) {
        return admin(account, region).runInstances(NAME);
    }

    private static ComputeClient admin(GuardedAccount account, String region) {
        return account.sandbox().ec2(Sandbox.user("admin"), region);
    }

    private static ComputeClient mallory(GuardedAccount account) {
        return account.sandbox().ec2(Sandbox.user("mallory"));
    }

    /// Lets a sweep know the instances.
    private static void known(GuardedAccount account) {
        account.later();
        account.sweep();
        account.later();
    }

    private static String roleOf(GuardedAccount account, String instance) {
        return account.sandbox().instances().roleOf(instance).map(Role::roleName).orElse("");
    }

    private static List<String> done(GuardedAccount account) {
        Object done = Objects.requireNonNull(account.finding("association-outdated").get("done"));
        return ((List<?>) done).stream().map(String::valueOf).toList();
    }
}
