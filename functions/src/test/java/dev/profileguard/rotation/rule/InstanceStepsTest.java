package dev.profileguard.rotation.rule;

import static dev.profileguard.rotation.rule.RotationSamples.GKE;
import static dev.profileguard.rotation.rule.RotationSamples.NEW;
import static dev.profileguard.rotation.rule.RotationSamples.NODE;
import static dev.profileguard.rotation.rule.RotationSamples.OLD;
import static dev.profileguard.rotation.rule.RotationSamples.REGION;
import static dev.profileguard.rotation.rule.RotationSamples.group;
import static dev.profileguard.rotation.rule.RotationSamples.instance;
import static dev.profileguard.rotation.rule.RotationSamples.rotation;
import static dev.profileguard.rotation.rule.RotationSamples.use;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.compute.ScalingGroup.Source;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.rotation.rule.RotationStep.State;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstanceStepsTest {
    @Test
    void replacesTheAssociationOfAnInstance() {
        assertThat(new Shown().with(instance("i-1")).only())
                .isEqualTo(
                        RotationStep.ready(
                                "Associate instance i-1 in eu-west-1 with new",
                                List.of(replace(REGION, "i-1")),
                                List.of(command(REGION, "i-1")),
                                "aws ec2 describe-iam-instance-profile-associations --region"
                                        + " eu-west-1 --filters Name=instance-id,Values=i-1"));
    }

    @Test
    void isNotAboutInstancesWithAnotherProfile() {
        assertThat(
                        new Shown()
                                .with(instance("i-1", NEW, Owner.NOBODY))
                                .with(instance("i-2", new ProfileName("older"), Owner.NOBODY))
                                .after())
                .isEmpty();
    }

    @Test
    void knowsTheProfileInAnotherSpelling() {
        ProfileInstance instance = instance("i-1", new ProfileName("Old"), Owner.NOBODY);

        assertThat(new Shown().with(instance).actions()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pending", "running", "stopping", "stopped"})
    void doesNotAskForTheState(String state) {
        ProfileInstance instance = instance(REGION, "i-1", state, "assoc-i-1");

        assertThat(new Shown().with(instance).actions()).containsExactly(replace(REGION, "i-1"));
    }

    @Test
    void hasOneStepForEachRegion() {
        Shown shown =
                new Shown()
                        .with(instance("us-east-1", "i-1", "running", "assoc-i-1"))
                        .with(instance("i-2"), instance("i-1"));

        assertThat(shown.after())
                .extracting(RotationStep::title)
                .containsExactly(
                        "Associate 2 instances in eu-west-1 with new",
                        "Associate instance i-1 in us-east-1 with new");
        assertThat(shown.actions())
                .containsExactly(
                        replace(REGION, "i-2"),
                        replace(REGION, "i-1"),
                        replace("us-east-1", "i-1"));
    }

    @Test
    void hasACommandForEachInstance() {
        ProfileInstance[] many =
                IntStream.range(0, 1000)
                        .mapToObj(i -> instance("i-" + i))
                        .toArray(ProfileInstance[]::new);
        ProfileInstance[] odd =
                IntStream.range(0, 1000)
                        .mapToObj(i -> instance("us-east-1", "i-" + i, "running", null))
                        .toArray(ProfileInstance[]::new);
        Shown shown = new Shown().with(many).with(odd);

        assertThat(shown.actions()).hasSize(1000);
        assertThat(shown.after()).allMatch(each -> each.commands().size() == 1000);
        assertThat(shown.after().getFirst().commands()).startsWith(command(REGION, "i-0"));
    }

    @Test
    void leavesInstancesWithoutAnAssociationToPeople() {
        assertThat(new Shown().with(instance(REGION, "i-1", "running", null)).only())
                .isEqualTo(
                        RotationStep.byHand(
                                "Associate instance i-1 in eu-west-1 with new",
                                "EC2 shows the profile, but no association with it that could be"
                                        + " replaced",
                                List.of(
                                        "aws ec2 associate-iam-instance-profile --region eu-west-1"
                                                + " --instance-id i-1 --iam-instance-profile"
                                                + " Name=new"),
                                "aws ec2 describe-iam-instance-profile-associations --region"
                                        + " eu-west-1 --filters Name=instance-id,Values=i-1"));
    }

    @Test
    void waitsForInstancesThatShutDown() {
        Shown shown =
                new Shown()
                        .of(rotation(true))
                        .with(instance(REGION, "i-1", "shutting-down", "assoc-i-1"));

        assertThat(shown.only())
                .isEqualTo(
                        RotationStep.waiting(
                                "Associate instance i-1 in eu-west-1 with new",
                                State.UNDER_WAY,
                                "They shut down",
                                ""));
    }

    @Test
    void leavesNodesToPeopleWhoseClusterDoesNotKnowTheRole() {
        Shown shown = new Shown().of(rotation(true)).with(instance("i-1", OLD, NODE));

        assertThat(shown.after()).hasSize(2);
        assertThat(shown.after().getLast())
                .isEqualTo(
                        RotationStep.byHand(
                                "Associate instance i-1 in eu-west-1 with new",
                                "They are nodes of a cluster that does not know role web-v2: let"
                                        + " the cluster know it first",
                                List.of(command(REGION, "i-1")),
                                "aws ec2 describe-iam-instance-profile-associations --region"
                                        + " eu-west-1 --filters Name=instance-id,Values=i-1"));
    }

    @Test
    void replacesAssociationsOfNodesWhoseRoleStays() {
        assertThat(new Shown().with(instance("i-1", OLD, NODE)).actions()).hasSize(1);
    }

    @Test
    void leavesInstancesOfOtherProfilesOfThisNameToPeople() {
        Shown shown =
                new Shown()
                        .with(of("AIPA9", "i-3", "running"), of("AIPA0", "i-2", "stopped"))
                        .with(of("AIPA0", "i-4", "running"), instance("i-1"));

        assertThat(shown.actions()).containsExactly(replace(REGION, "i-1"));
        assertThat(shown.after().getLast())
                .isEqualTo(
                        RotationStep.byHand(
                                "Associate 3 instances in eu-west-1 with new",
                                "They were associated with another profile of this name (AIPA0,"
                                        + " AIPA9): make sure that they may have role web-v2",
                                List.of(
                                        command(REGION, "i-3"),
                                        command(REGION, "i-2"),
                                        command(REGION, "i-4")),
                                "aws ec2 describe-iam-instance-profile-associations --region"
                                        + " eu-west-1 --filters Name=instance-id,Values=i-3"));
    }

    @Test
    void doesNotAskForTheProfileOfInstancesThatShutDown() {
        assertThat(new Shown().with(of("AIPA0", "i-1", "shutting-down")).only().state())
                .isEqualTo(State.UNDER_WAY);
    }

    @Test
    void sortsTheInstancesOfARegion() {
        Shown shown =
                new Shown()
                        .of(rotation(true))
                        .with(instance(REGION, "i-4", "shutting-down", "a"))
                        .with(instance(REGION, "i-3", "running", null))
                        .with(instance("i-2", OLD, NODE), instance("i-1"));

        assertThat(shown.after().subList(1, 5))
                .extracting(each -> each.title() + ": " + each.state())
                .containsExactly(
                        "Associate instance i-1 in eu-west-1 with new: READY",
                        "Associate instance i-2 in eu-west-1 with new: BY_HAND",
                        "Associate instance i-3 in eu-west-1 with new: BY_HAND",
                        "Associate instance i-4 in eu-west-1 with new: UNDER_WAY");
    }

    @Test
    void leavesTheInstancesOfGroupsAndServicesAlone() {
        Owner tagged = Owner.of(Map.of("aws:autoscaling:groupName", "a"));
        Shown shown =
                new Shown()
                        .with(group("a", new Source.Unknown(), "i-2"))
                        .with(instance("i-1", OLD, tagged), instance("i-2"))
                        .with(instance("i-3", OLD, GKE));

        assertThat(shown.actions()).isEmpty();
        assertThat(shown.after()).noneMatch(each -> each.title().startsWith("Associate"));
    }

    @Test
    void knowsTheInstancesOfAGroupByTheirRegion() {
        Shown shown =
                new Shown()
                        .with(group("a", new Source.Unknown(), "i-1"))
                        .with(instance("us-east-1", "i-1", "running", "assoc-i-1"));

        assertThat(shown.actions()).containsExactly(replace("us-east-1", "i-1"));
    }

    private static ProfileInstance of(String profileId, String id, String state) {
        return new ProfileInstance(use(profileId, OLD, id, state), Owner.NOBODY);
    }

    private static ComputeAction replace(String region, String instance) {
        return new ComputeAction.ReplaceAssociation(region, instance, "assoc-" + instance, NEW);
    }

    private static String command(String region, String instance) {
        return "aws ec2 replace-iam-instance-profile-association --region %s --association-id assoc-%s --iam-instance-profile Name=new"
                .formatted(region, instance);
    }
}
