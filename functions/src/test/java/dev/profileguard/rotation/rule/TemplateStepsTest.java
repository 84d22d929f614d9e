package dev.profileguard.rotation.rule;

import static dev.profileguard.rotation.rule.RotationSamples.NEW;
import static dev.profileguard.rotation.rule.RotationSamples.NODE;
import static dev.profileguard.rotation.rule.RotationSamples.OLD;
import static dev.profileguard.rotation.rule.RotationSamples.REGION;
import static dev.profileguard.rotation.rule.RotationSamples.group;
import static dev.profileguard.rotation.rule.RotationSamples.made;
import static dev.profileguard.rotation.rule.RotationSamples.mixes;
import static dev.profileguard.rotation.rule.RotationSamples.rotation;
import static dev.profileguard.rotation.rule.RotationSamples.template;
import static dev.profileguard.rotation.rule.RotationSamples.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.rotation.rule.RotationStep.State;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemplateStepsTest {
    @Test
    void makesAVersionLikeTheOldOneWithTheNewProfile() {
        Shown shown = new Shown().with(template(1, version(1, OLD)));

        assertThat(shown.only())
                .isEqualTo(
                        RotationStep.ready(
                                "Let launch template web (lt-1) in eu-west-1 start instances with"
                                        + " new",
                                List.of(create(1)),
                                List.of(
                                        "aws ec2 create-launch-template-version --region eu-west-1"
                                                + " --launch-template-id lt-1 --source-version 1"
                                                + " --version-description 'Profile Guard: version 1"
                                                + " with profile new' --launch-template-data"
                                                + " '{\"IamInstanceProfile\":{\"Name\":\"new\"}}'",
                                        "aws ec2 modify-launch-template --region eu-west-1"
                                                + " --launch-template-id lt-1 --default-version"
                                                + " VERSION"),
                                "aws ec2 describe-launch-template-versions --region eu-west-1"
                                    + " --launch-template-id lt-1 --query"
                                    + " 'LaunchTemplateVersions[].[VersionNumber,DefaultVersion,LaunchTemplateData.IamInstanceProfile]'"));
    }

    @Test
    void thenMakesItTheDefault() {
        Shown shown = new Shown().with(template(1, version(1, OLD), made(2, 1)));

        assertThat(shown.actions()).containsExactly(setDefault(2));
        assertThat(shown.only().commands())
                .containsExactly(
                        "aws ec2 modify-launch-template --region eu-west-1 --launch-template-id"
                                + " lt-1 --default-version 2");
    }

    @Test
    void isDoneWhenNothingStartsInstancesWithTheOldProfile() {
        assertThat(new Shown().with(template(2, version(1, OLD), made(2, 1))).only())
                .isEqualTo(
                        RotationStep.done(
                                "Let launch template web (lt-1) in eu-west-1 start instances with"
                                        + " new"));
    }

    @Test
    void isNotAboutATemplateThatOnlyNamedTheOldProfile() {
        assertThat(new Shown().with(template(2, version(1, OLD), version(2, null))).after())
                .isEmpty();
    }

    @Test
    void knowsAVersionOfTheProfileInAnotherSpelling() {
        LaunchTemplate template = template(1, version(1, new ProfileName("OLD")));

        assertThat(new Shown().with(template).actions()).containsExactly(create(1));
    }

    @Test
    void makesTheSuccessorOfTheLatestVersionLast() {
        LaunchTemplate template =
                template(2, version(1, OLD), version(2, OLD), version(3, OLD), version(4, OLD));
        Shown shown = new Shown().with(template).with(group("a", "3"), group("b", "$Default"));

        assertThat(shown.actions()).containsExactly(create(2), create(3), create(4));
    }

    /// Whoever starts instances from `$Latest` would otherwise get the data of version 1 for good.
    @Test
    void makesTheSuccessorOfTheLatestVersionAlsoIfItWasInterruptedBefore() {
        LaunchTemplate template =
                template(1, version(1, OLD), version(2, null), version(3, OLD), made(4, 1));

        assertThat(new Shown().with(template).actions()).containsExactly(create(3));
    }

    @Test
    void makesNoVersionAfterTheSuccessorOfTheLatest() {
        LaunchTemplate template = template(3, version(1, OLD), version(2, OLD), made(3, 2));
        Shown shown = new Shown().with(template).with(group("late", "1"));

        assertThat(shown.actions()).isEmpty();
        assertThat(step(shown).state()).isEqualTo(State.BY_HAND);
        assertThat(step(shown).why())
                .isEqualTo(
                        "Its latest version has a successor already. A new version would become the"
                                + " latest, which whoever starts instances from $Latest would get");
        assertThat(step(shown).commands())
                .singleElement()
                .asString()
                .contains("--source-version 1 ");
    }

    @Test
    void leavesATemplateToPeopleWhoseLatestVersionNamesAnotherProfile() {
        ProfileName other = new ProfileName("other");
        for (LaunchTemplate each :
                List.of(
                        template(1, version(1, OLD), version(2, other)),
                        template(1, version(1, OLD), version(2, null)))) {
            Shown shown = new Shown().with(each);

            assertThat(shown.actions()).isEmpty();
            assertThat(shown.only().state()).isEqualTo(State.BY_HAND);
            assertThat(shown.only().why())
                    .startsWith("Its latest version names another profile, or none.");
        }
    }

    /// A new version would hide what somebody changed in the latest one.
    @Test
    void leavesATemplateToPeopleWhoseLatestVersionIsTheirsWithTheNewProfile() {
        Shown shown = new Shown().with(template(1, version(1, OLD), version(2, NEW)));

        assertThat(shown.actions()).isEmpty();
        assertThat(shown.only().why()).startsWith("Its latest version names new already.");
    }

    @Test
    void makesNoOtherVersionWhileGroupsUseTheLatest() {
        LaunchTemplate template = template(1, version(1, OLD), version(2, OLD));
        Shown shown = new Shown().with(template).with(group("a", "$Latest"), group("b", "1"));

        assertThat(shown.actions()).isEmpty();
        assertThat(step(shown).why())
                .isEqualTo(
                        "Groups use $Latest, and other versions are in use too. A new version"
                            + " becomes the latest: let these groups use version 2 by its number"
                            + " first. They can use $Latest again when this launch template is"
                            + " done");
        assertThat(step(shown).commands())
                .containsExactly(
                        "aws autoscaling update-auto-scaling-group --region eu-west-1"
                                + " --auto-scaling-group-name a --launch-template"
                                + " '{\"LaunchTemplateId\":\"lt-1\",\"Version\":\"2\"}'");
    }

    @Test
    void makesTheSuccessorOfTheLatestVersionWhileGroupsUseIt() {
        Shown shown =
                new Shown()
                        .with(template(2, version(1, OLD), version(2, OLD)))
                        .with(group("a", "$Latest"));

        assertThat(shown.actions()).containsExactly(create(2));
    }

    @Test
    void goesByTheTemplateOfAGroupOnly() {
        LaunchTemplate own = template(1, version(1, OLD), version(2, OLD));
        LaunchTemplate other = template("lt-2", template(1, version(1, OLD), version(2, OLD)));
        Shown shown =
                new Shown()
                        .with(own, other)
                        .with(group("a", mixes("lt-2", "$Latest", "lt-1", "1")));

        assertThat(shown.after().getFirst().state()).isEqualTo(State.READY);
        assertThat(shown.after().get(1).state()).isEqualTo(State.BY_HAND);
    }

    @Test
    void makesNoVersionThatAGroupUsesOfAnotherTemplate() {
        LaunchTemplate template = template(1, version(1, OLD), version(2, OLD), version(3, OLD));
        Shown shown = new Shown().with(template).with(group("a", mixes("lt-1", "1", "lt-2", "2")));

        assertThat(shown.actions()).containsExactly(create(1), create(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"$Latest", "$Default", "1"})
    void makesAVersionThatOnlyAGroupUses(String version) {
        LaunchTemplate template = template(1, version(1, OLD));

        assertThat(new Shown().with(template).with(group("a", version)).actions())
                .containsExactly(create(1));
    }

    @Test
    void ignoresAVersionThatIsNotThere() {
        Shown shown =
                new Shown().with(template(2, version(1, OLD), made(2, 1))).with(group("a", "9"));

        assertThat(step(shown).state()).isEqualTo(State.DONE);
    }

    @Test
    void takesTheLaterOneOfTwoSuccessors() {
        Shown shown = new Shown().with(template(1, version(1, OLD), made(2, 1), made(3, 1)));

        assertThat(shown.actions()).containsExactly(setDefault(3));
    }

    /// Somebody else may have written the description.
    @Test
    void takesNoVersionWithTheDescriptionForASuccessorThatNamesNoNewProfile() {
        LaunchTemplate template =
                template(1, version(1, OLD), version(2, OLD, rotation().description(1)));

        assertThat(new Shown().with(template).actions()).containsExactly(create(1), create(2));
    }

    /// Anybody who makes versions can describe them so, and give them other data.
    @Test
    void makesAVersionOfItsOwnWhereNothingProvesThatOneIsIts() {
        LaunchTemplate template = template(1, version(1, OLD), made(2, 1));

        assertThat(new Shown().unproven().with(template).actions()).containsExactly(create(1));
    }

    @Test
    void goesByTheDescriptionWherePeopleDoTheSteps() {
        LaunchTemplate template = template(1, version(1, OLD), made(2, 1));
        Shown shown =
                new Shown()
                        .unproven()
                        .may(new RotationState.Permission("It only tells"))
                        .with(template);

        assertThat(shown.only().state()).isEqualTo(State.BY_HAND);
        assertThat(shown.only().why())
                .isEqualTo(
                        "Version 2 says that it is version 1 with the new profile, which anybody"
                                + " can write who makes versions: compare the two first");
        assertThat(shown.only().commands()).containsExactly(COMPARE, SET_DEFAULT);
    }

    @Test
    void goesByTheDescriptionInAStepThatIsLeftToPeople() {
        Shown shown =
                new Shown()
                        .unproven()
                        .of(rotation(true))
                        .with(template(NODE, 1, version(1, OLD), made(2, 1)));

        assertThat(step(shown).state()).isEqualTo(State.BY_HAND);
        assertThat(step(shown).commands()).containsExactly(COMPARE, SET_DEFAULT);
    }

    /// EC2 would answer to the same token with the version that is gone.
    @Test
    void makesAVersionAgainThatSomebodyDeleted() {
        LaunchTemplate template = template(1, version(1, OLD));
        Shown shown = new Shown().of(rotation().withVersion(REGION, "lt-1", 1, "2")).with(template);

        assertThat(shown.actions())
                .extracting(each -> ((ComputeAction.CreateTemplateVersion) each).token())
                .containsExactly("token-lt-1-1-2");
    }

    private static final String COMPARE =
            "aws ec2 describe-launch-template-versions --region eu-west-1 --launch-template-id lt-1"
                    + " --versions 1 2";
    private static final String SET_DEFAULT =
            "aws ec2 modify-launch-template --region eu-west-1 --launch-template-id lt-1"
                    + " --default-version 2";

    private static RotationStep step(Shown shown) {
        return shown.after().getFirst();
    }

    private static ComputeAction create(long source) {
        return new ComputeAction.CreateTemplateVersion(
                REGION,
                "lt-1",
                source,
                NEW,
                "Profile Guard: version %d with profile new".formatted(source),
                "token-lt-1-" + source);
    }

    private static ComputeAction setDefault(long version) {
        return new ComputeAction.SetDefaultVersion(REGION, "lt-1", version);
    }
}
