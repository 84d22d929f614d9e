package dev.profileguard.rotation.rule;

import static dev.profileguard.rotation.rule.RotationSamples.NEW;
import static dev.profileguard.rotation.rule.RotationSamples.OLD;
import static dev.profileguard.rotation.rule.RotationSamples.OLD_PROFILE;
import static dev.profileguard.rotation.rule.RotationSamples.REGION;
import static dev.profileguard.rotation.rule.RotationSamples.WEB;
import static dev.profileguard.rotation.rule.RotationSamples.group;
import static dev.profileguard.rotation.rule.RotationSamples.instance;
import static dev.profileguard.rotation.rule.RotationSamples.made;
import static dev.profileguard.rotation.rule.RotationSamples.mixes;
import static dev.profileguard.rotation.rule.RotationSamples.profile;
import static dev.profileguard.rotation.rule.RotationSamples.rotation;
import static dev.profileguard.rotation.rule.RotationSamples.template;
import static dev.profileguard.rotation.rule.RotationSamples.version;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.compute.InstanceRefresh;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.rotation.rule.Rotation.Phase;
import dev.profileguard.rotation.rule.RotationStep.State;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class BackStepsTest {
    @Test
    void leadsInstancesBackToTheOldProfile() {
        List<RotationStep> steps =
                back(
                        new Shown()
                                .with(instance("i-1", NEW, Owner.NOBODY))
                                .with(instance("i-2", OLD, Owner.NOBODY)));

        assertThat(steps).hasSize(2);
        assertThat(steps.getFirst().title())
                .isEqualTo("Associate instance i-1 in eu-west-1 with old again");
        assertThat(steps.getFirst().commands())
                .containsExactly(
                        "aws ec2 replace-iam-instance-profile-association --region eu-west-1"
                                + " --association-id assoc-i-1 --iam-instance-profile Name=old");
        assertThat(steps.getLast().title())
                .isEqualTo("Delete new by cancelling again, when nothing uses it");
        assertThat(steps.getLast().check()).startsWith("./guard rotate --cancel old");
    }

    @Test
    void leadsTemplatesAndGroupsBack() {
        List<RotationStep> steps =
                back(
                        new Shown()
                                .with(template(2, version(1, OLD), made(2, 1)))
                                .with(group("a", "$Latest", "i-1"))
                                .with(instance("i-1", NEW, Owner.NOBODY)));

        assertThat(steps)
                .extracting(RotationStep::title)
                .containsExactly(
                        "Let launch template lt-1 in eu-west-1 start instances with old again",
                        "Let Auto Scaling group a in eu-west-1 start instances with old again",
                        "Delete new by cancelling again, when nothing uses it");
        assertThat(steps.getFirst().commands())
                .hasSize(2)
                .anyMatch(each -> each.contains("--source-version 1") && each.contains("\"old\""))
                .anyMatch(each -> each.endsWith("--default-version 1"));
    }

    @Test
    void replacesInstancesOfAGroupOnlyOnceItStartsThemWithTheOldProfile() {
        RotationStep step =
                back(new Shown()
                                .with(template(1, version(1, OLD), made(2, 1), version(3, OLD)))
                                .with(group("a", "$Latest", "i-1"))
                                .with(instance("i-1", NEW, Owner.NOBODY)))
                        .getFirst();

        assertThat(step.title())
                .isEqualTo("Replace the instances of Auto Scaling group a in eu-west-1");
        assertThat(step.commands())
                .hasSize(1)
                .allMatch(each -> each.startsWith("aws autoscaling start-instance-refresh"));
    }

    @Test
    void waitsForTheTemplateOfAGroupThatFollowsIt() {
        for (String version : List.of("$Latest", "$Default")) {
            RotationStep step =
                    back(new Shown()
                                    .with(template(2, version(1, OLD), made(2, 1)))
                                    .with(group("a", version)))
                            .get(1);

            assertThat(step.state()).isEqualTo(State.LATER);
            assertThat(step.why()).isEqualTo("The step of its launch template comes first");
        }
    }

    @Test
    void waitsForTheTemplateOfAMixedPolicyThatNamesOthersByTheirNumber() {
        LaunchTemplate own = template(2, version(1, OLD), made(2, 1));
        LaunchTemplate other = template("lt-2", template(1, version(1, OLD)));
        for (String version : List.of("1", "9")) {
            ScalingGroup group = group("a", mixes("lt-1", "$Latest", "lt-2", version));

            assertThat(back(new Shown().with(own, other).with(group)))
                    .filteredOn(each -> each.title().startsWith("Let Auto Scaling group a"))
                    .extracting(RotationStep::state)
                    .containsExactly(State.LATER);
        }
    }

    @Test
    void letsAGroupUseTheVersionByItsNumberFromWhichItsOwnWasMade() {
        RotationStep step =
                back(new Shown()
                                .with(template(1, version(1, OLD), made(2, 1), version(3, OLD)))
                                .with(group("a", "2", "i-1")))
                        .getFirst();

        assertThat(step.state()).isEqualTo(State.BY_HAND);
        assertThat(step.commands()).containsExactly(use("a", 1));
    }

    @Test
    void leadsTheDefaultTheLatestAndAPinnedVersionBackToWhatEachWasMadeFrom() {
        LaunchTemplate template =
                template(
                        4,
                        version(1, OLD),
                        version(2, OLD),
                        version(3, OLD),
                        made(4, 1),
                        made(5, 3));
        for (Shown shown : List.of(new Shown(), new Shown().unproven())) {
            List<RotationStep> steps =
                    back(shown.with(template).with(group("a", "4"), group("b", "5")));

            assertThat(steps.getFirst().commands())
                    .containsExactly(makeAgain(3), MODIFY + " --default-version 1");
            assertThat(steps.get(1).commands()).containsExactly(use("a", 1));
            assertThat(steps.get(2).commands()).containsExactly(use("b", 3));
        }
    }

    @Test
    void goesByTheNumberThatEc2AnsweredWithRatherThanByADescription() {
        Rotation rotation = rotation().withVersion(REGION, "lt-1", 1, "3").in(Phase.CANCEL);
        Shown shown =
                new Shown()
                        .of(rotation)
                        .unproven()
                        .with(template(3, version(1, OLD), version(2, OLD), made(3, 2)));

        assertThat(shown.steps().all().getFirst().commands())
                .containsExactly(makeAgain(1), MODIFY + " --default-version 1");
    }

    @Test
    void makesNoVersionWhereTheLatestHasAnotherProfile() {
        RotationStep step =
                back(new Shown()
                                .with(
                                        template(
                                                3,
                                                version(1, OLD),
                                                version(2, null),
                                                made(3, 1),
                                                version(4, null))))
                        .getFirst();

        assertThat(step.commands()).containsExactly(MODIFY + " --default-version 1");
    }

    @Test
    void leavesADefaultVersionThatWasNotChanged() {
        RotationStep step =
                back(new Shown().with(template(1, version(1, OLD), made(2, 1)))).getFirst();

        assertThat(step.commands()).containsExactly(makeAgain(1));
    }

    @Test
    void onlyShowsTheVersionsWhereNobodyKnowsWhatTheyWereMadeFrom() {
        LaunchTemplate unknown = template(3, version(1, OLD), made(2, 1), version(3, NEW));
        LaunchTemplate deleted = template(3, version(2, OLD), made(3, 1));
        LaunchTemplate other = template(3, version(1, null), version(2, OLD), made(3, 1));
        for (LaunchTemplate template : List.of(unknown, deleted, other)) {
            List<RotationStep> steps = back(new Shown().with(template).with(group("a", "3")));

            for (RotationStep step : steps.subList(0, 2)) {
                assertThat(step.why())
                        .isEqualTo(
                                "The rotation is being cancelled. It is not known from which"
                                        + " version with old these were made: 3. Find out which one"
                                        + " was used before, and use it again");
                assertThat(step.commands())
                        .isNotEmpty()
                        .allMatch(each -> each.matches("aws (ec2|autoscaling) describe-.*"));
            }
        }
    }

    @Test
    void changesTheMixedPolicyThatNamesAVersionByItsNumber() {
        RotationStep step =
                back(new Shown()
                                .with(template(1, version(1, OLD), made(2, 1), version(3, OLD)))
                                .with(group("a", mixes("lt-1", "2", "lt-1", "$Default"))))
                        .getFirst();

        assertThat(step.state()).isEqualTo(State.BY_HAND);
        assertThat(step.commands()).hasSize(2).last().asString().contains("POLICY");
    }

    @Test
    void waitsForTheRefreshThatReplacesTheInstances() {
        RotationStep step =
                back(new Shown()
                                .with(template(1, version(1, OLD), made(2, 1), version(3, OLD)))
                                .with(
                                        group("a", "$Latest", "i-1"),
                                        new InstanceRefresh("r-1", "InProgress", 40, ""))
                                .with(instance("i-1", NEW, Owner.NOBODY)))
                        .getFirst();

        assertThat(step.state()).isEqualTo(State.UNDER_WAY);
    }

    @Test
    void asksForNothingButTheDeletionWhereNothingUsesTheNewProfile() {
        assertThat(back(new Shown().with(instance("i-1"))))
                .extracting(RotationStep::title)
                .containsExactly("Delete new by cancelling again, when nothing uses it");
    }

    @Test
    void leavesInstancesAloneThatShutDown() {
        ProfileInstance ending =
                new ProfileInstance(
                        RotationSamples.use("AIPA2", NEW, "i-1", "shutting-down"), Owner.NOBODY);

        assertThat(back(new Shown().with(ending, instance("i-2", NEW, Owner.NOBODY))))
                .extracting(RotationStep::title)
                .containsExactly(
                        "Associate instance i-2 in eu-west-1 with old again",
                        "Delete new by cancelling again, when nothing uses it");
    }

    @Test
    void doesNothingItself() {
        assertThat(cancelled(new Shown().with(instance("i-1", NEW, Owner.NOBODY))).actions())
                .isEmpty();
    }

    @Test
    void cannotLeadBackToAProfileThatIsGone() {
        assertThat(withOld(null).getFirst().state()).isEqualTo(State.FAILED);
        assertThat(withOld(profile(OLD, "AIPA7", WEB)).getFirst().why())
                .isEqualTo("old (AIPA1) was deleted: start the rotation again instead");
        assertThat(withOld(OLD_PROFILE).getFirst().state()).isEqualTo(State.BY_HAND);
    }

    @Test
    void isAFindingThatSaysHowToCancel() {
        Finding finding =
                RotationFindings.unfinished(
                        rotation().in(Phase.CANCEL),
                        cancelled(new Shown()).steps(),
                        "111122223333",
                        "r-1");

        assertThat(finding.cause())
                .startsWith("The rotation of old to new with role web-v2 since")
                .endsWith("is being cancelled; 0 of 1 steps are done");
        assertThat(finding.todo().getLast())
                .startsWith("When nothing uses new any more: ./guard rotate --cancel old");
    }

    @Test
    void isNotLinkedWithoutABound() {
        Rotation full = rotation().linked(links(0, 100));

        assertThat(full.linked(links(0, 100))).isEqualTo(full);
        assertThatThrownBy(() -> full.linked(links(100, 101)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The rotation of old has 100 things in the field for, and can have 100 at"
                                + " most: leave the others out, and link them to new yourself");
    }

    private static final String MODIFY =
            "aws ec2 modify-launch-template --region eu-west-1 --launch-template-id lt-1";

    private static String makeAgain(long version) {
        return ("aws ec2 create-launch-template-version --region eu-west-1 --launch-template-id"
                    + " lt-1 --source-version %1$d --version-description 'Profile Guard: version"
                    + " %1$d again' --launch-template-data"
                    + " '{\"IamInstanceProfile\":{\"Name\":\"old\"}}'")
                .formatted(version);
    }

    private static String use(String group, long version) {
        return ("aws autoscaling update-auto-scaling-group --region eu-west-1"
                        + " --auto-scaling-group-name %s --launch-template"
                        + " '{\"LaunchTemplateId\":\"lt-1\",\"Version\":\"%d\"}'")
                .formatted(group, version);
    }

    private static List<Link> links(int from, int to) {
        return IntStream.range(from, to)
                .<Link>mapToObj(i -> new Link.GkeCluster("c" + i, "us-west1"))
                .toList();
    }

    private static List<RotationStep> withOld(@Nullable InstanceProfile old) {
        Shown shown = cancelled(new Shown().with(instance("i-1", NEW, Owner.NOBODY)));
        RotationState state = shown.state();
        return RotationSteps.of(
                        new RotationState(
                                state.rotation(),
                                old,
                                state.to(),
                                state.inventory(),
                                Map.of(),
                                state.may()))
                .all();
    }

    private static List<RotationStep> back(Shown shown) {
        return cancelled(shown).steps().all();
    }

    private static Shown cancelled(Shown shown) {
        return shown.of(rotation().in(Phase.CANCEL));
    }
}
