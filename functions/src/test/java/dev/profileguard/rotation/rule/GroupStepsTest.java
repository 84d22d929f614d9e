package dev.profileguard.rotation.rule;

import static dev.profileguard.rotation.rule.RotationSamples.NEW;
import static dev.profileguard.rotation.rule.RotationSamples.NODE;
import static dev.profileguard.rotation.rule.RotationSamples.OLD;
import static dev.profileguard.rotation.rule.RotationSamples.REGION;
import static dev.profileguard.rotation.rule.RotationSamples.group;
import static dev.profileguard.rotation.rule.RotationSamples.instance;
import static dev.profileguard.rotation.rule.RotationSamples.made;
import static dev.profileguard.rotation.rule.RotationSamples.mixes;
import static dev.profileguard.rotation.rule.RotationSamples.rotation;
import static dev.profileguard.rotation.rule.RotationSamples.template;
import static dev.profileguard.rotation.rule.RotationSamples.uses;
import static dev.profileguard.rotation.rule.RotationSamples.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.InstanceRefresh;
import dev.profileguard.compute.LaunchConfiguration;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.compute.ScalingGroup.Source;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.rotation.rule.RotationStep.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupStepsTest {
    @Test
    void letsAGroupUseTheSuccessorOfItsVersion() {
        Shown shown = new Shown().with(REPLACED).with(group("a", "1", "i-1")).with(instance("i-1"));

        assertThat(step(shown))
                .isEqualTo(
                        RotationStep.ready(
                                TITLE,
                                List.of(
                                        new ComputeAction.UseTemplateVersion(
                                                REGION, "a", "lt-1", 2)),
                                List.of(
                                        "aws autoscaling update-auto-scaling-group --region"
                                            + " eu-west-1 --auto-scaling-group-name a"
                                            + " --launch-template"
                                            + " '{\"LaunchTemplateId\":\"lt-1\",\"Version\":\"2\"}'",
                                        REFRESH),
                                CHECK));
    }

    @Test
    void thenReplacesItsInstances() {
        Shown shown =
                new Shown()
                        .with(REPLACED)
                        .with(group("a", "2", "i-1", "i-2", "i-3"))
                        .with(instance("i-1"), instance("i-2"))
                        .with(instance("i-3", NEW, Owner.NOBODY));

        assertThat(step(shown))
                .isEqualTo(
                        RotationStep.ready(
                                TITLE + ": 2 of its instances are to be replaced",
                                List.of(new ComputeAction.StartRefresh(REGION, "a")),
                                List.of(REFRESH),
                                CHECK));
    }

    @Test
    void isDoneWhenNoInstanceIsLeft() {
        Shown shown =
                new Shown()
                        .with(REPLACED)
                        .with(group("a", "2", "i-1"))
                        .with(instance("i-1", NEW, Owner.NOBODY));

        assertThat(step(shown)).isEqualTo(RotationStep.done(TITLE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$Latest", "$Default", "1"})
    void waitsForTheTemplateFirst(String version) {
        Shown shown =
                new Shown()
                        .with(template(1, version(1, OLD)))
                        .with(group("a", version, "i-1"))
                        .with(instance("i-1"));

        assertThat(step(shown)).isEqualTo(later("a"));
    }

    /// Its default version is still the old one.
    @Test
    void waitsForTheDefaultVersion() {
        LaunchTemplate template = template(1, version(1, OLD), made(2, 1));

        assertThat(step(new Shown().with(template).with(group("a", "$Default"))))
                .isEqualTo(later("a"));
    }

    /// Its step makes a version that is proven to be the rotation's.
    @Test
    void waitsForItsTemplateWhereNothingProvesThatAVersionIsTheSuccessor() {
        LaunchTemplate template = template(1, version(1, OLD), made(2, 1));
        Shown shown = new Shown().unproven().with(template).with(group("a", "1"));

        assertThat(states(shown)).containsExactly(State.LATER);
    }

    @Test
    void leavesAVersionToPeopleOfWhichNothingProvesThatItIsTheSuccessor() {
        LaunchTemplate template =
                template(3, version(1, OLD), made(2, 1), version(3, new ProfileName("other")));
        Shown shown = new Shown().unproven().with(template).with(group("a", "1"));

        assertThat(shown.actions()).isEmpty();
        assertThat(states(shown)).containsExactly(State.BY_HAND);
        assertThat(step(shown).why())
                .isEqualTo(
                        "Version 2 says that it is version 1 with the new profile, which anybody"
                                + " can write who makes versions: compare the two first");
        assertThat(step(shown).commands()).contains(REFRESH);
    }

    @Test
    void replacesNoInstancesByThoseOfAVersionThatTheRotationDidNotMake() {
        for (String version : List.of("2", "$Latest", "$Default")) {
            Shown shown =
                    new Shown()
                            .with(template(2, version(1, OLD), version(2, NEW)))
                            .with(group("a", version, "i-1"))
                            .with(instance("i-1"));

            assertThat(shown.actions()).isEmpty();
            assertThat(step(shown).state()).isEqualTo(State.BY_HAND);
            assertThat(step(shown).why())
                    .isEqualTo(
                            "ProfileRotation did not make version 2 of its launch template: look at"
                                    + " its data first");
            assertThat(step(shown).commands()).containsExactly(REFRESH);
            assertThat(step(shown.may(new RotationState.Permission("It only tells"))).state())
                    .isEqualTo(State.READY);
        }
    }

    @Test
    void replacesOneGroupAfterTheOther() {
        Shown shown =
                new Shown().with(REPLACED).with(group("b", "1"), group("c", "1"), group("a", "2"));

        assertThat(states(shown)).containsExactly(State.DONE, State.READY, State.LATER);
        assertThat(step(shown, 3)).isEqualTo(later("c"));
    }

    @Test
    void replacesNoGroupWhileAnotherIsBeingReplaced() {
        for (String running : List.of("a", "c")) {
            Shown shown =
                    new Shown()
                            .with(REPLACED)
                            .with(group("b", "1"))
                            .with(group(running, "2", "i-1"), refresh("r-1", "InProgress"))
                            .with(instance("i-1"));

            assertThat(shown.actions()).isEmpty();
            assertThat(states(shown)).containsExactlyInAnyOrder(State.UNDER_WAY, State.LATER);
        }
    }

    @Test
    void tellsHowFarAnInstanceRefreshIs() {
        Shown shown =
                new Shown()
                        .with(REPLACED)
                        .with(group("a", "2", "i-1"), refresh("r-1", "InProgress"))
                        .with(instance("i-1"));

        assertThat(step(shown))
                .isEqualTo(
                        RotationStep.waiting(
                                TITLE, State.UNDER_WAY, "Instance refresh r-1 is at 40 %", CHECK));
    }

    /// The answer of `start` already said to drain the nodes before.
    @Test
    void tellsHowFarTheRefreshOfNodesIs() {
        Shown shown =
                new Shown()
                        .of(rotation(true))
                        .with(REPLACED)
                        .with(group("a", "2", "i-1"), refresh("r-1", "InProgress"))
                        .with(instance("i-1", OLD, NODE));

        assertThat(step(shown).state()).isEqualTo(State.UNDER_WAY);
        assertThat(step(shown).why()).isEqualTo("Instance refresh r-1 is at 40 %");
    }

    @Test
    void goesOnWhereARefreshStartsInstancesWithTheOldProfile() {
        Shown shown =
                new Shown()
                        .with(REPLACED)
                        .with(group("a", "1", "i-1"), refresh("r-1", "InProgress"))
                        .with(instance("i-1"));

        assertThat(step(shown).state()).isEqualTo(State.READY);
    }

    @Test
    void doesNotStartAFailedRefreshAgain() {
        Shown shown =
                new Shown()
                        .of(rotation().withRefresh(REGION, "a", "r-1"))
                        .with(REPLACED)
                        .with(
                                group("a", "2", "i-1"),
                                new InstanceRefresh("r-1", "Failed", 40, "no capacity"))
                        .with(instance("i-1"));

        assertThat(step(shown))
                .isEqualTo(
                        RotationStep.failed(
                                TITLE,
                                "Instance refresh r-1 ended as Failed: no capacity. Remove the"
                                        + " cause, and start it again",
                                List.of(REFRESH),
                                CHECK));
    }

    @Test
    void saysHowARefreshEndedThatHasNoReason() {
        Shown shown =
                new Shown()
                        .of(rotation().withRefresh(REGION, "a", "r-1"))
                        .with(REPLACED)
                        .with(group("a", "2", "i-1"), refresh("r-1", "Cancelled"))
                        .with(instance("i-1"));

        assertThat(step(shown).why()).startsWith("Instance refresh r-1 ended as Cancelled. ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Failed", "Successful"})
    void startsARefreshAfterThatOfSomebodyElse(String status) {
        Shown shown =
                new Shown()
                        .of(rotation().withRefresh("us-east-1", "a", "r-1"))
                        .with(REPLACED)
                        .with(group("a", "2", "i-1"), refresh("r-1", status))
                        .with(instance("i-1"));

        assertThat(step(shown).state()).isEqualTo(State.READY);
    }

    /// A refresh keeps instances that were started as the group says, so another would not help.
    @Test
    void leavesInstancesToPeopleThatItsRefreshKept() {
        Shown shown =
                new Shown()
                        .of(rotation().withRefresh(REGION, "a", "r-1"))
                        .with(REPLACED)
                        .with(group("a", "2", "i-1"), refresh("r-1", "Successful"))
                        .with(instance("i-1"));

        assertThat(step(shown).state()).isEqualTo(State.BY_HAND);
        assertThat(step(shown).why())
                .startsWith("Instance refresh r-1 kept 1 of its instances with old: ");
        assertThat(step(shown).commands())
                .containsExactly(
                        "aws ec2 replace-iam-instance-profile-association --region eu-west-1"
                                + " --association-id assoc-i-1 --iam-instance-profile Name=new");
    }

    @Test
    void waitsForInstancesThatShutDown() {
        ProfileInstance ending = instance(REGION, "i-1", "shutting-down", null);
        Shown shown = new Shown().with(REPLACED).with(group("a", "2", "i-1")).with(ending);

        assertThat(step(shown))
                .isEqualTo(
                        RotationStep.waiting(
                                TITLE,
                                State.UNDER_WAY,
                                "Its last instances with old shut down",
                                CHECK));
    }

    @Test
    void goesOnWhileOldInstancesShutDown() {
        ProfileInstance ending = instance(REGION, "i-1", "shutting-down", null);
        Shown starting = new Shown().with(REPLACED).with(group("a", "1", "i-1")).with(ending);
        Shown replacing =
                new Shown()
                        .with(REPLACED)
                        .with(group("a", "2", "i-1", "i-2"))
                        .with(ending, instance("i-2"));

        assertThat(step(starting).state()).isEqualTo(State.READY);
        assertThat(step(replacing).state()).isEqualTo(State.READY);
    }

    /// They would have another profile than before, or none.
    @Test
    void replacesNoInstancesByOnesWithoutTheNewProfile() {
        for (Source source :
                List.of(
                        uses("lt-1", "1"),
                        uses("lt-1", "9"),
                        uses("lt-2", "$Latest"),
                        mixes("lt-1", "2", "lt-1", "1"),
                        mixes("lt-1", "2", "lt-2", "1"),
                        new Source.Configuration("none"),
                        new Source.Unknown())) {
            Shown shown =
                    new Shown()
                            .with(template(2, version(1, null), version(2, NEW)))
                            .with(group("a", source, "i-1"))
                            .with(instance("i-1"));

            assertThat(shown.actions()).as(source.toString()).isEmpty();
            assertThat(step(shown).state()).isEqualTo(State.BY_HAND);
            assertThat(step(shown).why())
                    .isEqualTo(
                            "Its instances would be replaced by some without new: let it start all"
                                    + " its instances with new first");
            assertThat(step(shown).commands()).containsExactly(SHOW, REFRESH);
        }
    }

    @Test
    void replacesTheInstancesOfAMixedPolicyThatAlwaysStartsTheNewProfile() {
        Shown shown =
                new Shown()
                        .with(REPLACED)
                        .with(group("a", mixes("lt-1", "2", "lt-1", "$Latest"), "i-1"))
                        .with(instance("i-1"));

        assertThat(shown.actions()).containsExactly(new ComputeAction.StartRefresh(REGION, "a"));
    }

    @Test
    void waitsForTheTemplatesOfAMixedPolicyThatFollowsThem() {
        Source source = mixes("lt-1", "$Latest", "lt-2", "7");
        Shown shown = new Shown().with(template(1, version(1, OLD))).with(group("a", source));

        assertThat(step(shown)).isEqualTo(later("a"));
    }

    @Test
    void leavesAMixedPolicyWithNumbersToPeople() {
        Source source = mixes("lt-1", "$Latest", "lt-1", "1");
        Shown shown =
                new Shown().with(template(2, version(1, OLD), made(2, 1))).with(group("a", source));

        assertThat(step(shown))
                .isEqualTo(
                        RotationStep.byHand(
                                TITLE,
                                "Its mixed instances policy names versions of launch templates by"
                                    + " number: change them in the policy that is shown, set it,"
                                    + " then start an instance refresh",
                                List.of(
                                        SHOW,
                                        "aws autoscaling update-auto-scaling-group --region"
                                                + " eu-west-1 --auto-scaling-group-name a"
                                                + " --mixed-instances-policy POLICY",
                                        REFRESH),
                                CHECK));
    }

    @Test
    void leavesALaunchConfigurationToPeople() {
        String name = "c".repeat(101);
        Shown shown =
                new Shown()
                        .with(new LaunchConfiguration(REGION, name, "OLD"))
                        .with(group("a", new Source.Configuration(name)));

        assertThat(step(shown).state()).isEqualTo(State.BY_HAND);
        assertThat(step(shown).why())
                .startsWith("It uses launch configuration %s, which cannot be".formatted(name));
        assertThat(step(shown).commands())
                .containsExactly(
                        "aws autoscaling describe-launch-configurations --region eu-west-1"
                                + " --launch-configuration-names "
                                + name,
                        "aws ec2 create-launch-template --region eu-west-1 --launch-template-name "
                                + "c".repeat(100)
                                + " --launch-template-data"
                                + " '{\"ImageId\":\"IMAGE\",\"InstanceType\":\"TYPE\",\"IamInstanceProfile\":{\"Name\":\"new\"}}'",
                        "aws autoscaling update-auto-scaling-group --region eu-west-1"
                                + " --auto-scaling-group-name a --launch-template"
                                + " '{\"LaunchTemplateId\":\"TEMPLATE\",\"Version\":\"1\"}'",
                        REFRESH);
    }

    @Test
    void namesATemplateAsItsLaunchConfigurationWhereItMayHaveThatName() {
        Map<String, String> names = Map.of("web", "web", "lc", "template-lc", "a b", "a-b");

        names.forEach((configuration, template) -> {
            Shown shown =
                    new Shown()
                            .with(new LaunchConfiguration(REGION, configuration, "OLD"))
                            .with(group("a", new Source.Configuration(configuration)));

            assertThat(step(shown).commands().get(1))
                    .contains(" --launch-template-name " + template + " ");
        });
    }

    @Test
    void leavesTheRefreshOfAGroupWithALaunchConfigurationToPeople() {
        Shown shown =
                new Shown()
                        .with(new LaunchConfiguration(REGION, "short", "new"))
                        .with(group("a", new Source.Configuration("short"), "i-1"))
                        .with(instance("i-1"));

        assertThat(step(shown))
                .isEqualTo(
                        RotationStep.byHand(
                                TITLE,
                                "It uses a launch configuration: an instance refresh replaces all"
                                        + " its instances, also those that have the new profile",
                                List.of(
                                        "aws autoscaling start-instance-refresh --region eu-west-1"
                                                + " --auto-scaling-group-name a"),
                                CHECK));
    }

    @Test
    void leavesAGroupToPeopleWhoseSourceIsNotKnown() {
        RotationStep step =
                new LaunchSteps(new Shown().state()).step(group("a", new Source.Unknown()));

        assertThat(step)
                .isEqualTo(
                        RotationStep.byHand(
                                TITLE,
                                "What it starts instances from is not known",
                                List.of(SHOW),
                                CHECK));
    }

    @Test
    void leavesNodesToPeopleWhoseClusterDoesNotKnowTheRole() {
        Shown shown =
                new Shown()
                        .of(rotation(true))
                        .with(REPLACED)
                        .with(group("a", NODE, mixes("lt-1", "1", "lt-1", "$Latest")));

        assertThat(step(shown, 2).state()).isEqualTo(State.BY_HAND);
        assertThat(step(shown, 2).why())
                .isEqualTo(
                        "Its instances are nodes of cluster shop, which does not know role web-v2:"
                                + " let the cluster know it first, then drain the nodes as they are"
                                + " replaced");
        assertThat(step(shown, 2).commands())
                .containsExactly(
                        "aws autoscaling update-auto-scaling-group --region eu-west-1"
                                + " --auto-scaling-group-name a --launch-template"
                                + " '{\"LaunchTemplateId\":\"lt-1\",\"Version\":\"2\"}'",
                        "kubectl drain NODE --ignore-daemonsets --delete-emptydir-data",
                        REFRESH);
        assertThat(shown.actions()).isEmpty();
    }

    @Test
    void namesNoVersionForNodesThatIsNotThereYet() {
        Shown shown =
                new Shown()
                        .of(rotation(true))
                        .with(template(1, version(1, OLD)))
                        .with(group("a", NODE, uses("lt-1", "1")));

        assertThat(step(shown, 2).commands().getFirst()).contains("\"Version\":\"VERSION\"");
    }

    /// The tags of a group need not be those of its instances.
    @Test
    void knowsNodesByTheTagsOfTheInstancesToo() {
        Shown shown =
                new Shown()
                        .of(rotation(true))
                        .with(REPLACED)
                        .with(group("a", "2", "i-1"))
                        .with(instance("i-1", OLD, NODE));

        assertThat(step(shown, 2).commands())
                .containsExactly(
                        "kubectl drain NODE --ignore-daemonsets --delete-emptydir-data", REFRESH);
    }

    @Test
    void replacesNodesWhoseRoleStays() {
        Shown shown = new Shown().with(REPLACED).with(group("a", NODE, uses("lt-1", "1")));

        assertThat(step(shown).state()).isEqualTo(State.READY);
    }

    /// New nodes could not join the cluster from that moment on.
    @ParameterizedTest
    @ValueSource(strings = {"$Latest", "$Default"})
    void leavesATemplateToPeopleWhoseInstancesBecomeSuchNodes(String version) {
        Shown shown =
                new Shown()
                        .of(rotation(true))
                        .with(template(1, version(1, OLD)))
                        .with(group("a", NODE, uses("lt-1", version)));

        assertThat(shown.actions()).isEmpty();
        assertThat(step(shown, 1).why())
                .isEqualTo(
                        "Instances that are started from it become nodes of cluster shop, which"
                                + " does not know role web-v2: let the cluster know it first");
        assertThat(step(shown, 1).commands()).hasSize(2);
    }

    @Test
    void setsNoDefaultVersionFromWhichSuchNodesAreStarted() {
        Shown shown =
                new Shown().of(rotation(true)).with(template(NODE, 1, version(1, OLD), made(2, 1)));

        assertThat(shown.actions()).isEmpty();
        assertThat(shown.only().state()).isEqualTo(State.BY_HAND);
    }

    /// A new version changes nothing for a group that uses another by its number.
    @Test
    void makesAVersionForNodesThatUseOneByItsNumber() {
        LaunchTemplate other = template("lt-2", template(1, version(1, null)));
        Shown shown =
                new Shown()
                        .of(rotation(true))
                        .with(template(1, version(1, OLD)), other)
                        .with(group("a", NODE, mixes("lt-1", "1", "lt-2", "$Latest")));

        assertThat(shown.actions()).hasSize(1);
    }

    @Test
    void tellsGroupsOfTheSameNameInTwoRegionsApart() {
        ScalingGroup there =
                new ScalingGroup(
                        "us-east-1", "a", uses("lt-1", "1"), 1, List.of("i-1"), Owner.NOBODY);
        Shown shown =
                new Shown()
                        .with(REPLACED)
                        .with(there, group("a", "2", "i-1"))
                        .with(instance("us-east-1", "i-1", "running", "assoc"));

        assertThat(states(shown)).containsExactly(State.DONE, State.BY_HAND);
    }

    private static final String TITLE =
            "Replace the instances of Auto Scaling group a in eu-west-1";
    private static final String SHOW =
            "aws autoscaling describe-auto-scaling-groups --region eu-west-1"
                    + " --auto-scaling-group-names a";
    private static final String REFRESH =
            "aws autoscaling start-instance-refresh --region eu-west-1 --auto-scaling-group-name a"
                    + " --preferences '{\"SkipMatching\":true}'";
    private static final String CHECK =
            "aws autoscaling describe-instance-refreshes --region eu-west-1"
                    + " --auto-scaling-group-name a --max-records 1";

    /// Its default version is the successor of the first.
    private static final LaunchTemplate REPLACED = template(2, version(1, OLD), made(2, 1));

    private static InstanceRefresh refresh(String id, String status) {
        return new InstanceRefresh(id, status, 40, "");
    }

    private static RotationStep later(String group) {
        return RotationStep.waiting(
                TITLE.replace("group a", "group " + group),
                State.LATER,
                "Another step comes first",
                CHECK.replace("name a", "name " + group));
    }

    /// The step after that for the template, if there is one.
    private static RotationStep step(Shown shown) {
        return shown.after().stream()
                .filter(each -> each.title().startsWith("Replace the instances"))
                .findFirst()
                .orElseThrow();
    }

    private static RotationStep step(Shown shown, int index) {
        return shown.after().get(index);
    }

    /// The states of the steps for groups.
    private static List<State> states(Shown shown) {
        return shown.after().stream()
                .filter(each -> each.title().startsWith("Replace the instances"))
                .map(RotationStep::state)
                .toList();
    }
}
