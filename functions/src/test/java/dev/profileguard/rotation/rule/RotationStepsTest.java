package dev.profileguard.rotation.rule;

import static dev.profileguard.rotation.rule.RotationSamples.GKE;
import static dev.profileguard.rotation.rule.RotationSamples.MANAGED;
import static dev.profileguard.rotation.rule.RotationSamples.NEW;
import static dev.profileguard.rotation.rule.RotationSamples.NEW_PROFILE;
import static dev.profileguard.rotation.rule.RotationSamples.NODE;
import static dev.profileguard.rotation.rule.RotationSamples.OLD;
import static dev.profileguard.rotation.rule.RotationSamples.REGION;
import static dev.profileguard.rotation.rule.RotationSamples.WEB;
import static dev.profileguard.rotation.rule.RotationSamples.WEB_V2;
import static dev.profileguard.rotation.rule.RotationSamples.group;
import static dev.profileguard.rotation.rule.RotationSamples.instance;
import static dev.profileguard.rotation.rule.RotationSamples.made;
import static dev.profileguard.rotation.rule.RotationSamples.profile;
import static dev.profileguard.rotation.rule.RotationSamples.rotation;
import static dev.profileguard.rotation.rule.RotationSamples.template;
import static dev.profileguard.rotation.rule.RotationSamples.unseen;
import static dev.profileguard.rotation.rule.RotationSamples.uses;
import static dev.profileguard.rotation.rule.RotationSamples.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.LaunchConfiguration;
import dev.profileguard.compute.NodegroupUse;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ScalingGroup.Source;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.Tags;
import dev.profileguard.rotation.rule.RotationState.Permission;
import dev.profileguard.rotation.rule.RotationStep.State;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RotationStepsTest {
    @Test
    void isDoneWhenTheNewProfileIsThereAndNothingUsesTheOldOne() {
        RotationSteps steps = new Shown().steps();

        assertThat(steps.all()).containsExactly(RotationStep.done(TITLE));
        assertThat(steps.open()).isEmpty();
        assertThat(steps.progress()).isEqualTo("1 of 1 steps are done");
    }

    @Test
    void makesTheNewProfileFirst() {
        Shown shown = everything().of(UNSEEN).to(null);

        assertThat(shown.steps().all().getFirst())
                .isEqualTo(
                        RotationStep.ready(
                                TITLE,
                                List.of(),
                                List.of(
                                        "aws iam create-instance-profile --instance-profile-name"
                                                + " new --path /team/",
                                        "aws iam add-role-to-instance-profile"
                                            + " --instance-profile-name new --role-name web-v2"),
                                CHECK));
        assertThat(shown.states())
                .containsExactly(State.LATER, State.LATER, State.LATER, State.LATER, State.LATER);
        assertThat(shown.after().get(1))
                .isEqualTo(
                        RotationStep.waiting(
                                "Let launch template web (lt-1) in eu-west-1 start instances with"
                                        + " new",
                                State.LATER,
                                "The new profile comes first",
                                shown.after().get(1).check()));
        assertThat(shown.actions()).isEmpty();
    }

    @Test
    void leavesTheNewProfileToPeopleWhereItMayNotMakeIt() {
        Shown shown = new Shown().of(UNSEEN).to(null).may(new Permission("RotationMode is off"));

        RotationStep step = shown.steps().all().getFirst();
        assertThat(step.state()).isEqualTo(State.BY_HAND);
        assertThat(step.why()).isEqualTo("RotationMode is off");
        assertThat(step.commands()).hasSize(2);
        assertThat(step.check()).isEqualTo(CHECK);
    }

    @Test
    void addsTheRoleToTheNewProfileWithoutOne() {
        InstanceProfile empty = profile(NEW, "AIPA2", null);
        for (Shown each :
                List.of(
                        new Shown().to(empty),
                        new Shown()
                                .of(UNSEEN)
                                .to(empty.tagged(Tags.NONE.with(NewProfile.PROOF, "secret"))),
                        new Shown().of(UNSEEN).to(empty).may(new Permission("It only tells")))) {
            RotationStep step = each.steps().all().getFirst();

            assertThat(step.state())
                    .isEqualTo(each.state().may().isGiven() ? State.READY : State.BY_HAND);
            assertThat(step.commands())
                    .containsExactly(
                            "aws iam add-role-to-instance-profile --instance-profile-name new"
                                    + " --role-name web-v2");
        }
    }

    /// Whoever may not pass the role could have associated it with another one in the profile.
    @Test
    void addsNoRoleToAnEmptyProfileThatInstancesUseOrThatItDidNotMake() {
        InstanceProfile empty = profile(NEW, "AIPA2", null);
        Shown used = new Shown().to(empty).with(instance("i-1", NEW, Owner.NOBODY));
        Shown reported =
                new Shown()
                        .of(UNSEEN)
                        .to(empty)
                        .may(new Permission("It only tells"))
                        .with(instance("i-1", NEW, Owner.NOBODY));

        for (Shown each : List.of(used, reported, new Shown().of(UNSEEN).to(empty))) {
            RotationStep step = each.steps().all().getFirst();

            assertThat(step.state()).isEqualTo(State.FAILED);
            assertThat(step.commands()).isEmpty();
        }
        RotationStep unknown =
                new Shown().to(empty).missing("eu-west-1: denied").steps().all().getFirst();
        assertThat(unknown.state()).isEqualTo(State.LATER);
        assertThat(unknown.why())
                .isEqualTo(
                        "It is empty, and whether instances use it is not known: eu-west-1:"
                                + " denied");
    }

    @Test
    void takesAProfileThatAPersonMadeWithTheRole() {
        assertThat(new Shown().of(UNSEEN).steps().open()).isEmpty();
    }

    @Test
    void fails() {
        Role again = new Role(WEB_V2.name(), "AROA9", "/");

        assertThat(whyFailed(new Shown().of(UNSEEN).to(profile(NEW, "AIPA9", WEB))))
                .isEqualTo(
                        "There is another profile of this name, or another role in it: web (AROA1):"
                            + " cancel the rotation, and start it with another name in the field"
                            + " to");
        assertThat(whyFailed(new Shown().to(profile(NEW, "AIPA2", again))))
                .contains("another role in it: web-v2 (AROA9)");
        assertThat(whyFailed(new Shown().to(null)))
                .startsWith("The new profile (AIPA2) was deleted: cancel");
        assertThat(whyFailed(new Shown().to(profile(NEW, "AIPA9", WEB_V2))))
                .startsWith("The new profile (AIPA2) was deleted and created again (AIPA9): ");
        assertThat(whyFailed(new Shown().to(profile(NEW, "AIPA9", null))))
                .startsWith("The new profile (AIPA2) was deleted and created again (AIPA9): ");
    }

    /// Nobody may follow commands that give instances the role in it.
    @Test
    void printsNoCommandsForAProfileWithAnotherRole() {
        Shown shown = everything().to(profile(NEW, "AIPA2", WEB));

        assertThat(shown.steps().failed()).hasSize(1);
        assertThat(shown.steps().all())
                .filteredOn(each -> each.commands().toString().contains("Name=new"))
                .isEmpty();
        assertThat(shown.states()).doesNotContain(State.READY);
    }

    @Test
    void doesOneKindOfStepAfterTheOther() {
        Shown shown =
                new Shown()
                        .with(template(1, version(1, OLD)))
                        .with(template("lt-2", template(1, version(1, OLD))))
                        .with(template("lt-3", template(1, version(1, OLD), made(2, 1))))
                        .with(instance("i-1"));

        assertThat(shown.steps().in(State.READY)).hasSize(4);
        assertThat(shown.actions())
                .hasSize(2)
                .hasOnlyElementsOfType(ComputeAction.CreateTemplateVersion.class);
    }

    @Test
    void ordersTheSteps() {
        assertThat(everything().after())
                .extracting(RotationStep::title)
                .containsExactly(
                        "Let nodes with role web-v2 join cluster shop in eu-west-1",
                        "Link the cluster or node pool of GKE on AWS to new",
                        "Let launch template web (lt-1) in eu-west-1 start instances with new",
                        "Replace the instances of Auto Scaling group a in eu-west-1",
                        "Replace managed node group ng of cluster shop in eu-west-1",
                        "Associate instance i-1 in eu-west-1 with new");
    }

    /// To whom a template belongs, or which groups use it, may be what is missing.
    @Test
    void doesNothingThatDependsOnWhatIsNotKnown() {
        Shown shown = everything().missing("eu-west-3: denied", "us-east-1: denied");

        assertThat(shown.actions()).isEmpty();
        assertThat(shown.states())
                .containsExactly(
                        State.BY_HAND,
                        State.BY_HAND,
                        State.LATER,
                        State.LATER,
                        State.BY_HAND,
                        State.LATER);
        assertThat(shown.after().getLast().why())
                .isEqualTo(
                        "Not everything could be asked (eu-west-3: denied): name the regions in"
                                + " InstanceRegions if some are not to be asked");
    }

    @Test
    void deletesALaunchConfigurationThatNoGroupUses() {
        Shown shown =
                new Shown()
                        .with(new LaunchConfiguration(REGION, "unused", "old"))
                        .with(new LaunchConfiguration(REGION, "used", "old"))
                        .with(new LaunchConfiguration("us-east-1", "used", "old"))
                        .with(new LaunchConfiguration(REGION, "newer", "new"))
                        .with(group("a", new Source.Configuration("used")));

        assertThat(shown.after())
                .filteredOn(each -> each.title().startsWith("Delete"))
                .containsExactly(deletion("unused", REGION), deletion("used", "us-east-1"));
    }

    @Test
    void saysWhatIsLeftWhenNoStepIsAboutIt() {
        Owner gone = Owner.of(Map.of("aws:autoscaling:groupName", "gone"));
        Shown shown = new Shown().with(instance("i-1", OLD, gone));

        assertThat(shown.only())
                .isEqualTo(
                        RotationStep.byHand(
                                "End the use of old by what is left: 1 instance",
                                "It belongs to a service, or AWS does not show what started it:"
                                        + " stillUsed in the answer lists it",
                                List.of(),
                                "./guard rotate --status old does not list it any more"));
    }

    private static final String TITLE = "Make instance profile new with role web-v2";
    private static final String CHECK = "aws iam get-instance-profile --instance-profile-name new";
    private static final Rotation UNSEEN = unseen();

    /// One thing of each kind.
    private static Shown everything() {
        return new Shown()
                .of(rotation(true))
                .to(NEW_PROFILE)
                .with(template(1, version(1, OLD)))
                .with(group("a", "1"))
                .with(group("ng-asg", MANAGED, uses("lt-9", "1"), "i-2"))
                .with(instance("i-1"), instance("i-2", OLD, NODE), instance("i-3", OLD, GKE))
                .with(new NodegroupUse(REGION, "shop", "ng", "arn", List.of("ng-asg")));
    }

    private static RotationStep deletion(String name, String region) {
        return RotationStep.byHand(
                "Delete launch configuration %s in %s".formatted(name, region),
                "No group uses it any more, and it cannot be changed",
                List.of(
                        "aws autoscaling delete-launch-configuration --region %s".formatted(region)
                                + " --launch-configuration-name "
                                + name),
                "aws autoscaling describe-launch-configurations --region %s".formatted(region)
                        + " --launch-configuration-names "
                        + name);
    }

    private static String whyFailed(Shown shown) {
        RotationStep step = shown.steps().all().getFirst();
        assertThat(step.state()).isEqualTo(State.FAILED);
        assertThat(step.title()).isEqualTo(TITLE);
        assertThat(step.check()).isEqualTo(CHECK);
        assertThat(step.commands()).isEmpty();
        return step.why();
    }
}
