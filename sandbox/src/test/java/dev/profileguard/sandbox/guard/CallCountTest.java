package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.add;
import static dev.profileguard.sandbox.guard.GuardedAccount.remove;
import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.Sandbox;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// The fewest AWS calls are part of being correct: each is quota, latency and money.
class CallCountTest {
    @Test
    void aProfileThatNothingGuardsCostsTwoReads() {
        account.after("admin", iam -> iam.createInstanceProfile(r -> r.instanceProfileName("dev")));

        admin(iam -> add(iam, "dev", "web"));

        assertThat(account.calls()).containsExactly("GetInstanceProfile");
        assertThat(database).containsExactly("BatchGetItem");
    }

    @Test
    void noDriftCostsTwoReads() {
        admin(iam -> iam.tagInstanceProfile(r -> r.instanceProfileName(NAME).tags(NOTE)));

        assertThat(account.calls()).containsExactly("GetInstanceProfile");
        assertThat(database).containsExactly("BatchGetItem");
    }

    @Test
    void aSwappedRoleCostsTwoReadsTwoWritesAndTheBaselinesAndAsksEc2Twice() {
        withoutEvents(iam -> remove(iam, NAME, "web"));

        admin(iam -> add(iam, NAME, "evil"));

        assertThat(account.calls())
                .containsExactly(
                        "GetInstanceProfile",
                        "RemoveRoleFromInstanceProfile",
                        "AddRoleToInstanceProfile");
        assertThat(database).containsExactlyElementsOf(REPAIR);
        assertThat(account.ec2Calls()).isEqualTo(beforeAndAfter(inEveryRegion()));
    }

    @Test
    void aRemovedRoleIsVerifiedByOneMoreRead() {
        admin(iam -> remove(iam, NAME, "web"));

        assertThat(account.calls())
                .containsExactly(
                        "GetInstanceProfile", "AddRoleToInstanceProfile", "GetInstanceProfile");
        assertThat(database).containsExactlyElementsOf(REPAIR);
        assertThat(account.ec2Calls()).isEqualTo(beforeAndAfter(inEveryRegion()));
    }

    @Test
    void aDeletedProfileCostsTwoWritesAndIsVerified() {
        withoutEvents(iam -> remove(iam, NAME, "web"));

        admin(iam -> iam.deleteInstanceProfile(r -> r.instanceProfileName(NAME)));

        assertThat(account.calls())
                .containsExactly(
                        "GetInstanceProfile",
                        "CreateInstanceProfile",
                        "AddRoleToInstanceProfile",
                        "GetInstanceProfile");
        assertThat(database).containsExactlyElementsOf(REPAIR);
        assertThat(account.ec2Calls()).isEqualTo(beforeAndAfter(inEveryRegion()));
    }

    @Test
    void firstSightCostsOneWriteOfTheBaseline() {
        withoutEvents(iam -> iam.createInstanceProfile(r -> r.instanceProfileName("prod-new")));

        admin(iam -> add(iam, "prod-new", "web"));

        assertThat(account.calls()).containsExactly("GetInstanceProfile");
        assertThat(database).containsExactly("BatchGetItem", "PutItem");
    }

    @Test
    void aTrustedSwapCostsTwoReadsAndAWriteOfTheBaselineForEachOfItsEvents() {
        watch();
        swap(account.asPipeline(), "web", "web-v2");
        account.sandbox().settle();

        assertThat(account.calls()).containsExactly("GetInstanceProfile", "GetInstanceProfile");
        assertThat(database).containsExactly("BatchGetItem", "PutItem", "BatchGetItem", "PutItem");
    }

    @Test
    void anExemptProfileCostsNothing() {
        admin(iam -> iam.createInstanceProfile(r -> r.instanceProfileName("eks-1234")));

        assertThat(account.calls()).isEmpty();
        assertThat(database).isEmpty();
    }

    /// A second call in a region is made only where instances use the profile.
    @Test
    void whereInstancesUseTheProfileEc2SaysSinceWhen() {
        account.sandbox().ec2(Sandbox.user("admin")).runInstances(NAME);
        account.sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");
        account.later();

        admin(iam -> remove(iam, NAME, "web"));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.ec2Calls())
                .hasSize(beforeAndAfter(inEveryRegion()).size() + 2)
                .contains("DescribeIamInstanceProfileAssociations");
    }

    @Test
    void anEventWithoutDriftDoesNotAskEc2() {
        admin(iam -> iam.tagInstanceProfile(r -> r.instanceProfileName(NAME).tags(NOTE)));

        assertThat(account.ec2Calls()).isEmpty();
    }

    private List<String> inEveryRegion() {
        return Stream.concat(
                        Stream.of("DescribeRegions"),
                        account.sandbox().ec2(Sandbox.user("admin")).describeRegions().stream()
                                .map(region -> "DescribeInstances"))
                .toList();
    }

    /// The regions are known when EC2 is asked after the write.
    private static List<String> beforeAndAfter(List<String> calls) {
        return Stream.concat(calls.stream(), calls.stream().skip(1)).toList();
    }

    @Test
    void theRegionsAreAskedForAgainAfterAMinute() {
        account.after("admin", iam -> remove(iam, NAME, "web"));
        account.later(Duration.ofSeconds(59));

        account.after("admin", iam -> remove(iam, NAME, "web"));
        assertThat(account.ec2Calls())
                .contains("DescribeInstances")
                .doesNotContain("DescribeRegions");

        account.later(Duration.ofSeconds(1));
        account.after("admin", iam -> remove(iam, NAME, "web"));
        assertThat(account.ec2Calls()).containsOnlyOnce("DescribeRegions");
    }

    @Test
    void aProfileThatEksMadeCostsNothing() {
        admin(iam -> {
            iam.createInstanceProfile(r -> r.instanceProfileName(OF_EKS));
            add(iam, OF_EKS, "web");
            iam.tagInstanceProfile(r -> r.instanceProfileName(OF_EKS).tags(NOTE));
            remove(iam, OF_EKS, "web");
        });

        assertThat(account.calls()).isEmpty();
        assertThat(database).isEmpty();
    }

    /// Its record may say that it is guarded. Only the addition of a role, by whoever may have made
    /// it with the guard tag, costs a read of IAM.
    @Test
    void aProfileWithTheNameOfAServiceCostsNoReadOfIamUnlessARoleIsAdded() {
        admin(iam -> iam.createInstanceProfile(r -> r.instanceProfileName("ecsInstanceRole")));
        admin(iam ->
                iam.tagInstanceProfile(r -> r.instanceProfileName("ecsInstanceRole").tags(NOTE)));

        assertThat(account.calls()).isEmpty();
        assertThat(database).containsExactly("BatchGetItem");

        account.forget();
        admin(iam -> add(iam, "ecsInstanceRole", "web"));
        assertThat(account.calls()).containsExactly("GetInstanceProfile");
    }

    private static final String OF_EKS = "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10";

    /// The baseline is read, with the pause and what a sweep saw, and written before and after the
    /// repair.
    private static final List<String> REPAIR = List.of("BatchGetItem", "PutItem", "PutItem");

    private static final Tag NOTE = Tag.builder().key("Note").value("x").build();

    private final GuardedAccount account = GuardedAccount.with();
    private final List<String> database = new ArrayList<>();

    @AfterEach
    void close() {
        account.close();
    }

    /// The calls after a change by mallory.
    private void admin(Consumer<IamClient> edit) {
        watch();
        account.after("admin", edit);
    }

    /// A change by mallory whose events are lost.
    private void withoutEvents(Consumer<IamClient> edit) {
        account.sandbox().faults().set("lose", "1");
        account.after("admin", edit);
        account.sandbox().faults().set("lose", "0");
    }

    private void watch() {
        account.later();
        account.sandbox().database().observer(database::add);
    }
}
