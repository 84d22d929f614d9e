package dev.profileguard.rotation.rule;

import static dev.profileguard.rotation.rule.RotationSamples.NEW;
import static dev.profileguard.rotation.rule.RotationSamples.NEW_PROFILE;
import static dev.profileguard.rotation.rule.RotationSamples.OLD;
import static dev.profileguard.rotation.rule.RotationSamples.REGION;
import static dev.profileguard.rotation.rule.RotationSamples.START;
import static dev.profileguard.rotation.rule.RotationSamples.WEB;
import static dev.profileguard.rotation.rule.RotationSamples.ending;
import static dev.profileguard.rotation.rule.RotationSamples.group;
import static dev.profileguard.rotation.rule.RotationSamples.instance;
import static dev.profileguard.rotation.rule.RotationSamples.profile;
import static dev.profileguard.rotation.rule.RotationSamples.rotation;
import static dev.profileguard.rotation.rule.RotationSamples.template;
import static dev.profileguard.rotation.rule.RotationSamples.unseen;
import static dev.profileguard.rotation.rule.RotationSamples.use;
import static dev.profileguard.rotation.rule.RotationSamples.version;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.InstanceRefresh;
import dev.profileguard.compute.LatestRefreshes;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.RotationCommands;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.rotation.rule.Rotation.Origin;
import dev.profileguard.rotation.rule.Rotation.Phase;
import dev.profileguard.rotation.rule.RotationState.Permission;
import dev.profileguard.rotation.rule.RotationStep.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RotationTest {
    @Test
    void remembersTheNewProfile() {
        Rotation known = unseen().with("AIPA7", Origin.PERSON);

        assertThat(known.toId()).isEqualTo("AIPA7");
        assertThat(known.origin()).isEqualTo(Origin.PERSON);
        assertThat(known.with("AIPA2", Origin.ROTATION)).isEqualTo(rotation());
    }

    @Test
    void remembersTheLatestRefreshOfEachGroup() {
        Rotation known =
                rotation()
                        .withRefresh(REGION, "a", "r-1")
                        .withRefresh(REGION, "b", "r-2")
                        .withRefresh(REGION, "a", "r-3");

        assertThat(known.refreshes()).isEqualTo(Map.of("eu-west-1/a", "r-3", "eu-west-1/b", "r-2"));
        assertThat(known.refresh(REGION, "a")).isEqualTo("r-3");
        assertThat(known.refresh("us-east-1", "a")).isNull();
    }

    @Test
    void remembersTheVersionsThatItMade() {
        Rotation known =
                rotation()
                        .withVersion(REGION, "lt-1", 1, "12")
                        .withVersion(REGION, "lt-10", 1, "7")
                        .withVersion(REGION, "lt-1", 2, "13");

        assertThat(known.version(REGION, "lt-1", 1)).isEqualTo("12");
        assertThat(known.version(REGION, "lt-1", 12)).isNull();
        assertThat(known.version("us-east-1", "lt-1", 1)).isNull();
        assertThat(known.hasMade(REGION, "lt-1", 13)).isTrue();
        assertThat(known.hasMade(REGION, "lt-1", 1)).isFalse();
        assertThat(known.hasMade(REGION, "lt-1", 7)).isFalse();
        assertThat(known.hasMade("us-east-1", "lt-1", 12)).isFalse();
    }

    @Test
    void remembersSinceWhenNothingUsesTheProfile() {
        Rotation first = rotation().seenUnused(START);

        assertThat(rotation().seenUnused(null).unusedSince()).isNull();
        assertThat(first.unusedSince()).isEqualTo(START);
        assertThat(first.seenUnused(START.plusSeconds(60))).isEqualTo(first);
        assertThat(first.seenUnused(null).unusedSince()).isNull();
    }

    /// The two phases are about two profiles.
    @Test
    void forgetsItInAnotherPhase() {
        Rotation first = rotation().in(Phase.FINISH).seenUnused(START);

        assertThat(first.in(Phase.FINISH)).isEqualTo(first);
        assertThat(first.in(Phase.CANCEL).unusedSince()).isNull();
        assertThat(first.in(Phase.CANCEL).phase()).isEqualTo(Phase.CANCEL);
    }

    @Test
    void knowsTheIdOfTheProfileThatIsDeleted() {
        assertThat(rotation().leavingId()).isEqualTo("AIPA1");
        assertThat(rotation().in(Phase.FINISH).leavingId()).isEqualTo("AIPA1");
        assertThat(rotation().in(Phase.CANCEL).leavingId()).isEqualTo("AIPA2");
        assertThat(unseen().in(Phase.CANCEL).leavingId()).isNull();
    }

    @Test
    void distinguishesTheOldProfileFromOthersOfItsName() {
        assertThat(rotation().isUsedBy(use("AIPA1", OLD, "i-1", "running"))).isTrue();
        assertThat(rotation().isUsedBy(use("AIPA1", new ProfileName("OLD"), "i-1", "running")))
                .isTrue();
        assertThat(rotation().isUsedBy(use("AIPA0", OLD, "i-1", "running"))).isFalse();
        assertThat(rotation().isUsedBy(use("AIPA1", NEW, "i-1", "running"))).isFalse();
        assertThat(rotation().isUsedBy(use("AIPA2", NEW, "i-1", "running"))).isFalse();
    }

    @Test
    void deletesTheNewProfileOnlyWhenItIsCancelled() {
        assertThat(rotation().leaving()).isEqualTo(OLD);
        assertThat(rotation().in(Phase.FINISH).leaving()).isEqualTo(OLD);
        assertThat(rotation().in(Phase.CANCEL).leaving()).isEqualTo(NEW);
        assertThat(usesOf(rotation())).isEqualTo("1 instance");
        assertThat(usesOf(rotation().in(Phase.CANCEL))).isEqualTo("nothing");
    }

    private static String usesOf(Rotation rotation) {
        return new Shown().of(rotation).with(instance("i-1")).state().leaving().summary();
    }

    @Test
    void keepsItsLinksOnce() {
        Link cluster = new Link.GkeCluster("prod", "us-west1");
        Link pool = new Link.GkeNodePool("np", "prod", "us-west1");

        assertThat(rotation(false, cluster).linked(List.of(pool, cluster)).links())
                .containsExactly(cluster, pool);
    }

    @Test
    void countsItsVersions() {
        assertThat(rotation().nextVersion().version()).isEqualTo(2);
    }

    @Test
    void knowsWhetherTheNewProfileIsThereWithItsRole() {
        assertThat(new Shown().state().hasNewProfile()).isTrue();
        assertThat(new Shown().of(unseen()).state().hasNewProfile()).isTrue();
        assertThat(new Shown().to(null).state().hasNewProfile()).isFalse();
        assertThat(new Shown().to(NEW_PROFILE.holding(null)).state().hasNewProfile()).isFalse();
        assertThat(new Shown().to(NEW_PROFILE.holding(WEB)).state().hasNewProfile()).isFalse();
        assertThat(
                        new Shown()
                                .to(profile(NEW, "AIPA9", NEW_PROFILE.role()))
                                .state()
                                .hasNewProfile())
                .isFalse();
    }

    @Test
    void asksAboutTheRefreshesOfGroupsThatHaveOldInstancesOnly() {
        RotationState state =
                new Shown()
                        .with(template(2, version(1, OLD), version(2, NEW)))
                        .with(group("starts", "1"), group("has", "2", "i-1"), group("done", "2"))
                        .with(instance("i-1"))
                        .state();

        assertThat(state.refreshingGroups()).extracting(each -> each.name()).containsExactly("has");
    }

    @Test
    void asksToFinishAboutNoRefreshOfAGroupWhoseLastInstancesShutDown() {
        Shown shown =
                new Shown()
                        .with(template(2, version(1, OLD), version(2, NEW)))
                        .with(group("has", "2", "i-1", "i-2"), group("ends", "2", "i-3"))
                        .with(instance("i-1"), ending("i-2", Owner.NOBODY))
                        .with(ending("i-3", Owner.NOBODY));

        assertThat(shown.state().refreshingGroups())
                .extracting(ScalingGroup::name)
                .containsExactly("has", "ends");
        assertThat(shown.of(rotation().in(Phase.FINISH)).state().refreshingGroups())
                .extracting(ScalingGroup::name)
                .containsExactly("has");
    }

    /// Then all steps come later, whatever Auto Scaling says about the groups.
    @Test
    void asksAboutNoRefreshToFinishWithAnIncompleteInventory() {
        Shown shown =
                new Shown()
                        .with(group("has", "lt-9", "1", "i-1"))
                        .with(instance("i-1"))
                        .missing("eu-west-2: no answer");

        assertThat(shown.state().refreshingGroups()).hasSize(1);
        assertThat(shown.of(rotation().in(Phase.FINISH)).state().refreshingGroups()).isEmpty();
    }

    @Test
    void knowsWhatAutoScalingDidNotAnswer() {
        ScalingGroup gone = group("gone", "lt-1", "1");
        ScalingGroup other = group("other", "lt-1", "1");

        RotationState state =
                new Shown()
                        .with(gone, other)
                        .state()
                        .with(
                                new LatestRefreshes(
                                        Map.of(),
                                        Set.of(gone),
                                        List.of(
                                                "eu-west-1: DescribeInstanceRefreshes:"
                                                        + " Throttling")));

        assertThat(state.inventory().groups()).containsExactly(other);
        assertThat(state.inventory().unknown())
                .containsExactly("eu-west-1: DescribeInstanceRefreshes: Throttling");
    }

    @Test
    void keepsTheRestOfItsState() {
        RotationState state = new Shown().may(new Permission("why")).state();
        InstanceRefresh refresh = new InstanceRefresh("r-1", "Pending", 0, "");
        LatestRefreshes latest =
                new LatestRefreshes(Map.of(group("a", "lt-1", "1"), refresh), Set.of(), List.of());
        RotationState with = state.of(unseen()).with(latest);

        assertThat(with)
                .isEqualTo(
                        new RotationState(
                                unseen(),
                                state.from(),
                                state.to(),
                                state.inventory(),
                                Map.of("eu-west-1/a", refresh),
                                new Permission("why")));
        assertThat(with.may().isGiven()).isFalse();
        assertThat(Permission.GIVEN.isGiven()).isTrue();
    }

    @Test
    void showsAStepAsJson() {
        assertThat(RotationStep.byHand("Do it", "It is hard", List.of("do it"), "See it").json())
                .isEqualTo(
                        Map.of(
                                "step", "Do it",
                                "state", "by-hand",
                                "why", "It is hard",
                                "commands", List.of("do it"),
                                "check", "See it"));
        assertThat(RotationStep.done("Done").json())
                .isEqualTo(Map.of("step", "Done", "state", "done"));
        assertThat(Arrays.stream(State.values()).map(State::text))
                .containsExactly("done", "ready", "by-hand", "under-way", "later", "failed");
    }

    @Test
    void isAFindingWithItsFirstSteps() {
        RotationSteps steps =
                new RotationSteps(
                        List.of(
                                RotationStep.done("zero"),
                                RotationStep.failed("one", "It broke", List.of(), ""),
                                step("two"),
                                step("three"),
                                step("four"),
                                step("five"),
                                step("six"),
                                step("seven")));

        assertThat(RotationFindings.unfinished(rotation(), steps, "111122223333", "request"))
                .isEqualTo(
                        finding(
                                "1 of 8 steps are done",
                                "one: It broke",
                                "two",
                                "three",
                                "four",
                                "five",
                                "2 more steps"));
    }

    @Test
    void isAFindingWithAllStepsIfTheyAreFew() {
        RotationSteps steps =
                new RotationSteps(List.of(step("1"), step("2"), step("3"), step("4"), step("5")));

        assertThat(RotationFindings.unfinished(rotation(), steps, "111122223333", "request"))
                .isEqualTo(finding("0 of 5 steps are done", "1", "2", "3", "4", "5"));
    }

    private static RotationStep step(String title) {
        return RotationStep.byHand(title, "why", List.of(), "");
    }

    private static Finding finding(String progress, String... todo) {
        List<String> all = new ArrayList<>(List.of(todo));
        all.add("For all steps with their commands: " + RotationCommands.status(OLD));
        all.add("When nothing uses old any more: " + RotationCommands.finish(OLD));
        return new Finding(
                Finding.Kind.ROTATION_UNFINISHED,
                "instance-profile/old",
                "111122223333",
                "a manual invocation",
                "old is being replaced by new with role web-v2 since 2026-01-05T08:00:00Z; "
                        + progress,
                List.of(),
                all,
                "request");
    }

    @Test
    void knowsWhichDecisionsEndIt() {
        assertThat(RotationDecision.values())
                .filteredOn(RotationDecision::isConclusive)
                .containsExactly(RotationDecision.FINISHED, RotationDecision.CANCELLED);
        assertThat(RotationDecision.values())
                .filteredOn(RotationDecision::isNoteworthy)
                .containsExactly(RotationDecision.STOPPED);
        assertThat(RotationDecision.OPEN.text()).isEqualTo("rotation-open");
    }

    @Test
    void showsALinkAsInARequest() {
        assertThat(new Link.GkeCluster("prod", "us-west1").json())
                .isEqualTo(Map.of("gkeCluster", "prod", "location", "us-west1"));
        assertThat(new Link.GkeNodePool("np", "prod", "us-west1").json())
                .isEqualTo(
                        Map.of("gkeNodePool", "np", "gkeCluster", "prod", "location", "us-west1"));
    }
}
