package dev.profileguard.sandbox.guard;

import static dev.profileguard.sandbox.guard.GuardedAccount.NAME;
import static dev.profileguard.sandbox.guard.GuardedAccount.add;
import static dev.profileguard.sandbox.guard.GuardedAccount.createProfile;
import static dev.profileguard.sandbox.guard.GuardedAccount.remove;
import static dev.profileguard.sandbox.guard.GuardedAccount.swap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.ec2.ComputeClient;
import dev.profileguard.sandbox.aws.iam.IamCall;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.atomic.AtomicBoolean;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;

/// Mallory may change instance profiles, pass the role `evil`, and associate instances with
/// profiles. She may not pass the role `web`. No repair of ProfileGuard gives it to her instance.
class RoleWithheldTest {
    /// Without ProfileGuard.
    @Test
    void malloryCannotGetTheRoleHerself() {
        IamClient iam = account.as("mallory");
        ComputeClient ec2 = mallory("us-east-1");
        createProfile(iam, "own");
        add(iam, "own", "evil");
        String instance = ec2.runInstance();
        String association = ec2.associate(ec2.runInstance(), "own");

        assertMayNotPass(() -> ec2.runInstances(NAME));
        assertMayNotPass(() -> ec2.associate(instance, NAME));
        assertMayNotPass(() -> ec2.replace(association, NAME));
        remove(iam, "own", "evil");
        assertMayNotPass(() -> add(iam, "own", "web"));
    }

    private static void assertMayNotPass(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(AwsServiceException.class)
                .hasMessageContaining("user/mallory is not authorized to perform: iam:PassRole")
                .hasMessageContaining("role/web");
    }

    @Test
    void anInstanceThatWasAssociatedWithTheForeignRoleDoesNotGetTheRecordedOne() {
        String instance = swapAndAssociate("us-east-1");

        account.sandbox().settle();

        assertThat(account.role()).isEqualTo("none");
        assertThat(account.sandbox().instances().roleOf(instance)).isEmpty();
        assertThat(account.findings()).isNotEmpty().containsOnly("role-withheld");
        assertThat(String.valueOf(account.finding("role-withheld").get("cause")))
                .contains(instance + " in us-east-1", "role web is kept out");
        assertThat(account.finding("role-withheld").get("actor"))
                .isEqualTo("arn:aws:iam::123456789012:user/mallory");
        assertThat(String.valueOf(account.finding("role-withheld").get("todo")))
                .contains("aws ec2 disassociate-iam-instance-profile --region us-east-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"eu-central-1", "ap-northeast-3", "sa-east-1"})
    void inEveryRegion(String region) {
        String instance = swapAndAssociate(region);

        account.sandbox().settle();

        assertThat(account.role()).isEqualTo("none");
        assertThat(account.sandbox().instances().roleOf(instance)).isEmpty();
    }

    /// EC2 compares names by their capitalization, and IAM does not.
    @ParameterizedTest
    @ValueSource(strings = {"PROD-WEB", "Prod-web", "prod-wEB"})
    void whateverCapitalizationOfTheNameTheCallsHave(String name) {
        String instance = mallory("us-east-1").runInstance();
        account.later();
        IamClient iam = account.as("mallory");
        remove(iam, name, "web");
        add(iam, name, "evil");
        mallory("us-east-1").associate(instance, name);

        account.sandbox().settle();

        assertThat(account.role()).isEqualTo("none");
        assertThat(account.sandbox().instances().roleOf(instance)).isEmpty();
    }

    @Test
    void onceNoSuchInstanceUsesTheProfileTheRoleComesBack() {
        String instance = swapAndAssociate("us-east-1");
        account.sandbox().settle();
        mallory("us-east-1").terminate(instance);

        account.sweep();

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.findings()).contains("role-reverted");
        account.forget();
        account.sweep();
        assertThat(account.role()).isEqualTo("web");
        assertOnlyTheInventoryIsAsked();
    }

    @Test
    void itStaysOutAsLongAsTheInstanceUsesTheProfileAndIsReportedOnce() {
        swapAndAssociate("us-east-1");
        account.sandbox().settle();
        account.forget();

        for (int i = 0; i < 3; i++) {
            account.later();
            account.sweep();
            account.after(
                    "mallory",
                    iam -> iam.tagInstanceProfile(r -> r.instanceProfileName(NAME).tags(NOTE)));
        }

        assertThat(account.role()).isEqualTo("none");
        assertThat(account.findings()).contains("role-withheld").doesNotContain("role-reverted");
    }

    @Test
    void aTrustedPrincipalCanAddTheRole() {
        swapAndAssociate("us-east-1");
        account.sandbox().settle();

        add(account.asPipeline(), NAME, "web");
        account.sandbox().settle();
        account.later();
        account.sweep();

        assertThat(account.role()).isEqualTo("web");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anInstanceThatUsedTheProfileBeforeKeepsIt(boolean dated) {
        account.sandbox().instances().associationTimes(dated);
        String instance = account.sandbox().ec2(Sandbox.user("admin")).runInstances(NAME);
        account.later();
        account.sweep();
        account.later();

        account.after("mallory", iam -> swap(iam, "web", "evil"));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.sandbox().instances().roleOf(instance)).isPresent();
        assertThat(account.findings()).containsExactly("role-reverted");
    }

    /// EC2 does not show since when an instance is associated, and this one runs since long ago.
    @Test
    void anInstanceThatTheLastSweepDidNotFindInTheProfileIsNoUserFromBefore() {
        account.sandbox().ec2(Sandbox.user("admin")).runInstances(NAME);
        String own = mallory("us-east-1").runInstance();
        account.later();
        account.sweep();
        account.later();
        account.forget();

        swap(account.as("mallory"), "web", "evil");
        mallory("us-east-1").associate(own, NAME);
        account.sandbox().settle();

        assertThat(account.role()).isEqualTo("none");
        assertThat(String.valueOf(account.finding("role-withheld").get("cause")))
                .contains(
                        "1 instance began to use",
                        own + " in us-east-1",
                        "not known to the last sweep");
    }

    /// A sweep that finds the profile wrong learns nothing from its instances.
    @Test
    void noSweepTakesTheInstanceForAUserFromBeforeWhileTheProfileStandsWrong() {
        swapAndAssociate("us-east-1");
        account.sandbox().instances().associationTimes(false);
        account.sandbox().settle();

        for (int i = 0; i < 3; i++) {
            account.later();
            account.sweep();
        }

        assertThat(account.role()).isEqualTo("none");
    }

    @Test
    void aRegionThatASweepCannotAskKeepsItsKnownUsers() {
        String instance =
                account.sandbox().ec2(Sandbox.user("admin"), "eu-west-1").runInstances(NAME);
        account.later();
        account.sweep();
        account.sandbox().faults().set("ec2", "eu-west-1:down");
        account.sweep();
        account.sandbox().faults().set("ec2", "");
        account.later();

        account.after("mallory", iam -> swap(iam, "web", "evil"));

        assertThat(account.role()).isEqualTo("web");
        assertThat(account.sandbox().instances().roleOf(instance)).isPresent();
    }

    @Test
    void anInstanceThatLeftAndCameBackIsNoUserFromBefore() {
        ComputeClient ec2 = mallory("us-east-1");
        String instance = ec2.runInstance();
        String association = account.sandbox().ec2(Sandbox.user("admin")).associate(instance, NAME);
        account.later();
        account.sweep();
        ec2.disassociate(association);
        account.later();

        swap(account.as("mallory"), "web", "evil");
        ec2.associate(instance, NAME);
        account.sandbox().settle();

        assertThat(account.role()).isEqualTo("none");
    }

    @Test
    void aStoppedInstanceCountsBecauseItCanBeStarted() {
        String instance = swapAndAssociate("us-east-1");
        mallory("us-east-1").stop(instance);

        account.sandbox().settle();

        assertThat(account.role()).isEqualTo("none");
    }

    @Test
    void aProfileThatMalloryCreatedAgainGetsNoRole() {
        IamClient iam = account.as("mallory");
        remove(iam, NAME, "web");
        iam.deleteInstanceProfile(r -> r.instanceProfileName(NAME));
        createProfile(iam, NAME);
        add(iam, NAME, "evil");

        account.sandbox().settle();
        account.sandbox().advance(Duration.ofMinutes(10));

        assertThat(account.role()).isEqualTo("none");
        assertThat(account.findings()).contains("profile-recreated", "role-withheld");
        account.later();
        account.sweep();
        assertThat(account.role()).isEqualTo("none");
    }

    @ParameterizedTest
    @ValueSource(strings = {"denied", "throttled", "down"})
    void whereEc2CannotBeAskedTheRoleStaysOut(String fault) {
        account.sandbox().faults().set("ec2", "eu-west-1:" + fault);
        account.after("mallory", iam -> swap(iam, "web", "evil"));

        assertThat(account.role()).isEqualTo("none");
        assertThat(String.valueOf(account.finding("role-withheld").get("cause")))
                .contains("EC2 could not be asked", "eu-west-1");

        account.sandbox().faults().set("ec2", "");
        account.later();
        account.sweep();
        assertThat(account.role()).isEqualTo("web");
    }

    @Test
    void whereEc2StopsToAnswerAfterTheRoleWentInTheRoleIsTakenOut() {
        account.sandbox()
                .account()
                .gate(call -> {
                    if (isAddedByUs(call)) {
                        account.sandbox().faults().set("ec2", "*:down");
                    }
                });
        account.after("mallory", iam -> remove(iam, NAME, "web"));

        assertThat(account.role()).isEqualTo("none");
        assertThat(account.findings()).contains("role-withheld");
        account.sandbox().account().gate(call -> {});
        account.sandbox().faults().set("ec2", "");
        account.later();
        account.sweep();
        assertThat(account.role()).isEqualTo("web");
    }

    @Test
    void aFunctionThatStopsAfterTheRoleWentInAsksEc2AtTheNextEvaluation() {
        AtomicBoolean added = new AtomicBoolean();
        account.sandbox().account().gate(call -> added.compareAndSet(false, isAddedByUs(call)));
        account.sandbox()
                .database()
                .observer(operation -> {
                    if (added.get() && operation.equals("PutItem")) {
                        throw new IllegalStateException("stopped");
                    }
                });
        account.after("mallory", iam -> remove(iam, NAME, "web"));
        assertThat(account.role()).isEqualTo("web");
        account.sandbox().database().observer(operation -> {});
        account.forget();
        account.sandbox().advance(Duration.ofMinutes(5));
        assertThat(account.ec2Calls()).contains("DescribeInstances");

        account.later();
        account.sweep();
        assertOnlyTheInventoryIsAsked();
        assertThat(account.role()).isEqualTo("web");
    }

    private static boolean isAddedByUs(IamCall call) {
        return call.operation().equals("AddRoleToInstanceProfile")
                && call.caller().arn().contains("/profile-guard-");
    }

    @Test
    void showSaysThatTheRoleIsWithheldAndWhenProfileGuardLooksAgain() {
        swapAndAssociate("us-east-1");
        account.sandbox().settle();

        assertThat(account.invoke("{\"show\": {\"profile\": \"prod-web\"}}"))
                .contains(
                        "\"withholdRoles\":\"on\"",
                        "\"withheld\":{\"since\":",
                        "\"by\":\"arn:aws:iam::123456789012:user/mallory\"",
                        "\"nextLook\":\"2026-");
    }

    @Test
    void adoptingTheEmptyProfileEndsIt() {
        swapAndAssociate("us-east-1");
        account.sandbox().settle();

        account.invoke("{\"adopt\": {\"profile\": \"prod-web\"}}");
        account.later();
        account.sweep();

        assertThat(account.role()).isEqualTo("none");
        assertThat(account.findings()).doesNotContain("role-withheld", "role-reverted");
        assertThat(account.invoke("{\"show\": {\"profile\": \"prod-web\"}}"))
                .contains("\"withheld\":null", "\"nextLook\":null");
    }

    @Test
    void switchedOffItIsAsBefore() {
        try (GuardedAccount off = GuardedAccount.with("WithholdRoles", "off")) {
            off.after("mallory", iam -> swap(iam, "web", "evil"));

            assertThat(off.role()).isEqualTo("web");
            assertThat(off.ec2Calls()).isEmpty();
            assertThat(off.invoke("{\"show\": {\"profile\": \"prod-web\"}}"))
                    .contains("\"withholdRoles\":\"off\"");
        }
    }

    @Test
    void observingReportsTheSameAndWritesNothing() {
        try (GuardedAccount observed = GuardedAccount.with("GuardMode", "observe")) {
            swap(observed.as("mallory"), "web", "evil");
            observed.sandbox().ec2(Sandbox.user("mallory")).runInstances(NAME);
            observed.sandbox().settle();

            assertThat(observed.role()).isEqualTo("evil");
            assertThat(observed.findings()).contains("role-withheld");
            assertThat(observed.calls()).containsOnly("GetInstanceProfile");
        }
    }

    private static final Tag NOTE = Tag.builder().key("Note").value("x").build();

    private final GuardedAccount account = GuardedAccount.with();

    /// A sweep asks EC2 once in each region which instances use profiles, whatever it decides.
    private void assertOnlyTheInventoryIsAsked() {
        int regions =
                account.sandbox().ec2(Sandbox.user("admin"), "us-east-1").describeRegions().size();
        assertThat(Collections.frequency(account.ec2Calls(), "DescribeInstances"))
                .isEqualTo(regions);
    }

    @AfterEach
    void close() {
        account.close();
    }

    /// Mallory swaps the role and starts an instance with the profile before any event arrives.
    private String swapAndAssociate(String region) {
        account.sandbox().instances().associationTimes(true);
        String instance = mallory(region).runInstance();
        account.later();
        swap(account.as("mallory"), "web", "evil");
        mallory(region).associate(instance, NAME);
        return instance;
    }

    private ComputeClient mallory(String region) {
        return account.sandbox().ec2(Sandbox.user("mallory"), region);
    }
}
