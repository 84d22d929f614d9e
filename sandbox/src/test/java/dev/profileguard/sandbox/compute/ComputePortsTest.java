package dev.profileguard.sandbox.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.profileguard.compute.Compute;
import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.ComputeException;
import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.LaunchConfiguration;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.lambda.Permissions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The ports of package `compute`, with the sandbox's EC2 and Auto Scaling.
class ComputePortsTest {
    private static final String HERE = "us-east-1";
    private static final String THERE = "eu-west-1";
    private final ComputeAccount account = new ComputeAccount("web", "db");

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void findsInstancesInAllRegionsAndCountsTheCalls() {
        String here = account.instance(HERE, "web");
        String there = account.instance(THERE, "web");
        account.instance(HERE, "db");

        ComputeInventory inventory = account.inventory("web");

        assertThat(inventory.instances()).extracting(this::id).containsExactly(there, here);
        assertThat(inventory.instances())
                .allSatisfy(
                        each -> assertThat(each.use().associationId()).startsWith("iip-assoc-"));
        assertThat(inventory.calls()).isEqualTo(2 * (5 + 1));
    }

    @Test
    void doesNotCountTerminatedInstances() {
        String stopped = account.instance(HERE, "web");
        String terminated = account.instance(HERE, "web");
        account.sandbox().ec2(Sandbox.user("alice"), HERE).stop(stopped);
        account.sandbox().ec2(Sandbox.user("alice"), HERE).terminate(terminated);

        assertThat(account.inventory("web").instances())
                .extracting(this::id)
                .containsExactly(stopped);
    }

    @Test
    void tellsTwoProfilesApart() {
        String web = account.instance(HERE, "web");
        String db = account.instance(HERE, "db");

        ComputeInventory inventory = account.inventory("web", "DB");

        assertThat(inventory.of(new ProfileName("WEB")).instances())
                .extracting(this::id)
                .containsExactly(web);
        assertThat(inventory.of(new ProfileName("db")).instances())
                .extracting(this::id)
                .containsExactly(db);
    }

    @Test
    void findsLaunchConfigurationsByNameAndArnAndTheGroupsThatUseThem() {
        account.configuration(HERE, "by-name", "web");
        account.configuration(THERE, "by-arn", ComputeAccount.PROFILES + "web");
        account.configuration(HERE, "other", "db");
        account.group(HERE, "web-asg", "LaunchConfigurationName", "by-name");
        account.group(HERE, "db-asg", "LaunchConfigurationName", "other");

        ComputeInventory inventory = account.inventory("web");

        assertThat(inventory.configurations())
                .containsExactly(
                        new LaunchConfiguration(THERE, "by-arn", "web"),
                        new LaunchConfiguration(HERE, "by-name", "web"));
        assertThat(inventory.groups()).extracting(ScalingGroup::name).containsExactly("web-asg");
    }

    @Test
    void readsAllPagesOfGroupsAndConfigurations() {
        for (int i = 0; i < 101; i++) {
            account.configuration(HERE, "lc-" + i, "web");
            account.group(HERE, "asg-" + i, "LaunchConfigurationName", "lc-" + i);
        }

        ComputeInventory inventory = account.inventory("web");

        assertThat(inventory.configurations()).hasSize(101);
        assertThat(inventory.groups()).hasSize(101);
        assertThat(inventory.calls()).isEqualTo(2 * 5 + 2);
    }

    @Test
    void reportsTheRestWhereEc2IsDeniedInARegion() {
        account.instance(HERE, "web");
        account.instance(THERE, "web");
        account.configuration(THERE, "lc", "web");
        account.sandbox().faults().set("ec2", THERE + ":denied");

        ComputeInventory inventory = account.inventory("web");

        assertThat(inventory.instances()).hasSize(1);
        assertThat(inventory.configurations()).hasSize(1);
        assertThat(inventory.unknown())
                .anyMatch(each ->
                        each.startsWith(
                                THERE
                                        + ": DescribeInstances: UnauthorizedOperation: You are"
                                        + " not authorized to perform this operation."));
    }

    @Test
    void repeatsWhatFailsOnceAndCountsIt() {
        account.instance(HERE, "web");
        account.sandbox().faults().set("fail", "DescribeInstances:1");

        ComputeInventory inventory = account.inventory("web");

        assertThat(inventory.instances()).hasSize(1);
        assertThat(inventory.calls()).isEqualTo(2 * 5 + 1 + 1);
    }

    @Test
    void saysWhichRegionIsDownOrThrottles() {
        account.sandbox().faults().set("ec2", THERE + ":down," + HERE + ":throttled");

        assertThat(account.inventory("web").unknown())
                .anyMatch(each -> each.startsWith(THERE + ": DescribeInstances: Unavailable: "))
                .anyMatch(each ->
                        each.startsWith(HERE + ": DescribeInstances: RequestLimitExceeded: "));
    }

    @Test
    void asksAllEnabledRegionsIfNoneAreNamed() {
        String there = account.instance("ap-northeast-1", "web");

        Compute compute = account.sandbox().computeAs(Sandbox.user("alice"), List.of());

        assertThat(compute.reader().inventory(ComputeAccount.names("web")).instances())
                .extracting(this::id)
                .containsExactly(there);
    }

    @Test
    void holdsAFunctionToItsOwnPermissions() {
        String instance = account.instance(HERE, "web");
        String association = String.valueOf(association(instance).associationId());
        Compute compute =
                account.sandbox()
                        .computeAs(
                                Permissions.session(
                                        account.sandbox()
                                                .lambda()
                                                .find("ProfileGuard")
                                                .orElseThrow()),
                                List.of(HERE));

        ComputeInventory inventory = compute.reader().inventory(ComputeAccount.names("web"));

        assertThat(inventory.instances()).hasSize(1);
        assertThat(inventory.unknown())
                .anyMatch(each ->
                        each.startsWith(HERE + ": DescribeAutoScalingGroups: AccessDenied: User: ")
                                && each.contains(
                                        "is not authorized to perform:"
                                                + " autoscaling:DescribeAutoScalingGroups"));
        assertThatThrownBy(() -> compute.writer().perform(replace(instance, association)))
                .asInstanceOf(type(ComputeException.class))
                .extracting(ComputeException::code)
                .isEqualTo("UnauthorizedOperation");
    }

    @Test
    void replacesTheAssociationOfAnInstance() {
        String instance = account.instance(HERE, "web");
        InstanceUse before = association(instance);

        String replaced =
                account.compute()
                        .writer()
                        .perform(replace(instance, String.valueOf(before.associationId())));

        InstanceUse after = association(instance);
        assertThat(after.associationId()).isEqualTo(replaced);
        assertThat(after.profileArn()).isEqualTo(ComputeAccount.PROFILES + "db");
        assertThat(account.inventory("web").of(new ProfileName("web")).isUnused()).isTrue();
    }

    @Test
    void refusesToReplaceAnAssociationTwice() {
        String instance = account.instance(HERE, "web");
        ComputeAction action =
                replace(instance, String.valueOf(association(instance).associationId()));
        account.compute().writer().perform(action);

        assertThatThrownBy(() -> account.compute().writer().perform(action))
                .isInstanceOf(ComputeException.class)
                .hasMessageStartingWith("ReplaceIamInstanceProfileAssociation in us-east-1: ");
    }

    private InstanceUse association(String instance) {
        return Objects.requireNonNull(account.compute().reader().association(HERE, instance));
    }

    private static ComputeAction replace(String instance, String association) {
        return new ComputeAction.ReplaceAssociation(
                HERE, instance, association, new ProfileName("db"));
    }

    private String id(ProfileInstance instance) {
        return instance.use().instanceId();
    }
}
