package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardRun.*;
import static dev.profileguard.guard.rule.GuardTest.NAME;
import static dev.profileguard.guard.rule.GuardTest.NOW;
import static dev.profileguard.guard.rule.GuardTest.WEB;
import static dev.profileguard.guard.rule.GuardTest.baseline;
import static dev.profileguard.guard.rule.GuardTest.holding;
import static dev.profileguard.guard.rule.GuardTest.none;
import static dev.profileguard.guard.rule.GuardTest.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Edit;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.Adopted;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.Release;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A trusted principal releases a profile by the tag `profile-guard:release`.
class TaggedReleaseTest {
    @ParameterizedTest
    @CsvSource({"PT30M, 30", "PT1M, 1", "PT24H, 1440", "P1D, 1440", "PT1H30M, 90", "' PT30M ', 30"})
    void theTagReleasesForItsDurationFromTheCallOn(String value, int minutes) {
        Plan plan = proven(recorded(), release(0, PIPELINE, value)).plan();

        assertThat(next(plan).release())
                .isEqualTo(
                        new Release(
                                NOW,
                                NOW.plus(Duration.ofMinutes(minutes)),
                                DEPLOYER + " set the tag" + " profile-guard:release=" + value,
                                NOW));
        assertThat(plan.findings())
                .filteredOn(finding -> finding.kind() == Kind.RELEASED)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.actor()).isEqualTo(DEPLOYER);
                    assertThat(finding.cause())
                            .contains(
                                    "prod-web is released until "
                                            + NOW.plus(Duration.ofMinutes(minutes)));
                    assertThat(finding.todo().getFirst()).contains("remove the tag");
                });
    }

    @Test
    void aProfileThatIsNotRecordedYetIsReleasedToo() {
        CloudTrailEvent event = release(0, PIPELINE, "PT30M");

        assertThat(next(proven(none(), event).plan()).release()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "30", "30m", "PT24H1S", "-PT1M", "P1M", "PT999999999999999999H", "x"})
    void aValueThatIsNoSuchDurationReleasesNothing(String value) {
        GuardRun run = run(recorded(), release(0, PIPELINE, value), value);

        Plan plan = run.plan();

        assertThat(run.lookups()).isEmpty();
        assertThat(next(plan).release()).isNull();
        assertThat(refusal(plan).cause())
                .endsWith("because '%s' is not a duration from PT0S to PT24H".formatted(value));
    }

    @Test
    void theTagOfSomebodyElseReleasesNothingWhateverIsReleased() {
        Release now = new Release(NOW, NOW.plusSeconds(60), "r", NOW);
        for (GuardRecord record : new GuardRecord[] {recorded(), recorded().with(now)}) {
            Plan plan = run(record, release(5, MALLORY, "PT24H"), "PT24H").plan();

            assertThat(next(plan).release()).isEqualTo(record.release());
            assertThat(refusal(plan).actor()).isEqualTo("arn:aws:iam::123456789012:user/mallory");
            assertThat(refusal(plan).cause()).contains("only a principal in TrustedPrincipals");
            assertThat(refusal(plan).todo()).hasSize(2);
        }
    }

    @Test
    void theTagOnAProfileWithoutABaselineIsNotReported() {
        InstanceProfile empty = new InstanceProfile(NAME, "AIPA1", "/", null, Tags.NONE);
        Plan plan =
                new GuardRun(changeOf(release(0, MALLORY, "PT1H")), none(), empty).at(LATER).plan();

        assertThat(plan.findings()).isEmpty();
    }

    @Test
    void otherTagsReleaseNothing() {
        CloudTrailEvent event = tagged(0, PIPELINE, "Owner");
        GuardRun run = new GuardRun(changeOf(event), recorded(), holding(WEB));

        assertThat(next(run.plan()).release()).isNull();
        assertThat(run.lookups()).isEmpty();
    }

    @Test
    void theEventAloneReleasesNothingEvenIfIamShowsTheTag() {
        CloudTrailEvent event = release(0, PIPELINE, "PT30M");
        GuardRun run = run(recorded(), event, "PT30M").recorded(event);

        assertThat(run.at(NOW.plusSeconds(60)).step())
                .isInstanceOfSatisfying(
                        Step.LookAgain.class,
                        again -> assertThat(again.why()).contains(event.id(), "only it can prove"));
        Plan refused = run(recorded(), event, "PT30M").recorded(event).at(LATER).plan();
        assertThat(next(refused)).isEqualTo(recorded());
        assertThat(refused.findings())
                .extracting(Finding::kind)
                .containsExactly(Kind.ADOPTION_UNPROVEN);
    }

    @Test
    void theCallOfSomebodyElseProvesNothing() {
        CloudTrailEvent claimed = release(0, PIPELINE, "PT30M");
        GuardRun run =
                run(recorded(), claimed, "PT30M").recorded(claimed, release(0, MALLORY, "PT30M"));

        assertThat(next(run.at(LATER).plan()).release()).isNull();
    }

    @Test
    void proofOfAReleaseProvesNoEarlierAdoption() {
        GuardRecord unproven = recorded().withUnproven(new Adopted("e-1", "somebody", NOW));
        CloudTrailEvent event = release(0, PIPELINE, "PT30M");

        assertThat(next(proven(unproven, event).plan()).unproven()).isNotNull();
    }

    @Test
    void removingTheTagEndsTheRelease() {
        Release before = new Release(NOW.minusSeconds(60), NOW.plusSeconds(600), "r", NOW);
        CloudTrailEvent event = untagged(10, PIPELINE, Release.TAG);
        Plan plan = proven(recorded().with(before), event).plan();

        assertThat(next(plan).release())
                .isEqualTo(
                        new Release(
                                before.from(),
                                NOW.plusSeconds(10),
                                DEPLOYER + " removed the tag" + " profile-guard:release",
                                NOW.plusSeconds(10)));
        assertThat(plan.findings())
                .filteredOn(finding -> finding.kind() == Kind.RELEASED)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.cause()).contains("the release of prod-web ended");
                    assertThat(finding.todo()).isEmpty();
                });
    }

    @Test
    void aDurationOfZeroEndsTheRelease() {
        Release before = new Release(NOW.minusSeconds(60), NOW.plusSeconds(600), "r", NOW);
        Plan plan = proven(recorded().with(before), release(10, PIPELINE, "PT0S")).plan();

        assertThat(release(plan).until()).isEqualTo(NOW.plusSeconds(10));
    }

    @Test
    void somebodyElseWhoRemovesTheTagEndsNothing() {
        Release before = new Release(NOW.minusSeconds(60), NOW.plusSeconds(600), "r", NOW);
        CloudTrailEvent event = untagged(10, MALLORY, Release.TAG);
        GuardRun run = new GuardRun(changeOf(event), recorded().with(before), holding(WEB));

        assertThat(next(run.plan()).release()).isEqualTo(before);
    }

    @Test
    void theEndOfNoReleaseIsRecordedSoThatAnEarlierEventDoesNotReleaseLater() {
        Plan ended = proven(recorded(), untagged(10, PIPELINE, Release.TAG)).plan();
        Plan late = proven(next(ended), release(0, PIPELINE, "PT30M")).plan();

        assertThat(ended.findings()).noneMatch(finding -> finding.kind() == Kind.RELEASED);
        assertThat(release(late).covers(NOW.plusSeconds(20))).isFalse();
    }

    @Test
    void anEndedReleaseAndALaterOneAreTwo() {
        Release over = new Release(NOW.minusSeconds(600), NOW.minusSeconds(60), "r", NOW);
        Plan plan = proven(recorded().with(over), release(10, PIPELINE, "PT30M")).plan();

        assertThat(release(plan).from()).isEqualTo(NOW.plusSeconds(10));
        Plan end = proven(recorded().with(over), untagged(10, PIPELINE, Release.TAG)).plan();
        assertThat(end.findings()).noneMatch(finding -> finding.kind() == Kind.RELEASED);
    }

    @ParameterizedTest
    @CsvSource({
        "PT30M, 0, PT60M, 5, 3605", // the later one
        "PT30M, 5, PT60M, 0, 1805",
        "PT30M, 0, PT60M, 0, 1800", // of one second, the one that ends earlier
        "PT60M, 0, PT30M, 0, 1800",
        "PT60M, 0, PT0S, 0, 0",
        "PT0S, 0, PT60M, 0, 0"
    })
    void theLaterDecisionHoldsInWhateverOrderTheEventsArrive(
            String first, int firstSecond, String second, int secondSecond, int until) {
        Plan one = proven(recorded(), release(firstSecond, PIPELINE, first)).plan();
        Plan both = proven(next(one), release(secondSecond, PIPELINE, second)).plan();

        assertThat(release(both).until()).isEqualTo(NOW.plusSeconds(until));
    }

    @Test
    void aReleaseThatEndedBeforeItsEventArrivedStillCoversItsTime() {
        CloudTrailEvent event = release(0, PIPELINE, "PT10M");
        Release release = release(proven(recorded(), event).plan());

        assertThat(LATER).isAfter(release.until());
        assertThat(release.covers(NOW.plusSeconds(60))).isTrue();
        assertThat(release.covers(LATER)).isFalse();
    }

    @Test
    void aSweepFindsTheReleaseInCloudTrailAndAdoptsWhatFollowedIt() {
        Plan plan = swappedInTheRelease(recorded(), baseline().asOf()).plan();

        assertThat(plan.decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(release(plan).until()).isEqualTo(NOW.plus(Duration.ofMinutes(30)));
    }

    @Test
    void aReleaseBeforeTheRecordedRoleCountsToo() {
        GuardRecord later =
                recorded()
                        .with(
                                baseline()
                                        .withRole(
                                                new RecordedRole(WEB.name(), WEB.id()),
                                                changeOf(added(30, PIPELINE, "web"))));

        assertThat(swappedInTheRelease(later, NOW.plusSeconds(30)).plan().decision())
                .isEqualTo(GuardDecision.ADOPTED);
    }

    /// A sweep finds the role that somebody put in during the release.
    private static GuardRun swappedInTheRelease(GuardRecord record, Instant since) {
        return new GuardRun(SWEEP, record, holding(role("web-v2")))
                .history(
                        "prod-web",
                        since,
                        release(0, PIPELINE, "PT30M"),
                        removed(60, ALICE, "web"),
                        added(61, ALICE, "web-v2"))
                .history("web-v2", since)
                .history("web", since);
    }

    private static final String DEPLOYER =
            "arn:aws:iam::123456789012:role/ci/deployer (session build-1)";

    private static CloudTrailEvent release(int second, Map<String, Object> who, String value) {
        return tagged(second, who, Release.TAG, value);
    }

    /// IAM shows the tag with this value.
    private static GuardRun run(GuardRecord record, CloudTrailEvent event, @Nullable String value) {
        Tags tags = GuardTest.LOCKED;
        InstanceProfile profile =
                new InstanceProfile(
                        NAME,
                        "AIPA1",
                        "/",
                        WEB,
                        value == null ? tags : tags.with(Release.TAG, value));
        return new GuardRun(changeOf(event), record, profile);
    }

    /// The same, and CloudTrail knows the call.
    private static GuardRun proven(GuardRecord record, CloudTrailEvent event) {
        Edit edit = changeOf(event).edit();
        String value = edit instanceof Edit.Tagged(Tags tags) ? tags.get(Release.TAG) : null;
        return run(record, event, value).recorded(event, event);
    }

    private static Finding refusal(Plan plan) {
        return plan.findings().stream()
                .filter(finding -> finding.kind() == Kind.RELEASE_REFUSED)
                .findFirst()
                .orElseThrow();
    }

    private static Release release(Plan plan) {
        return Objects.requireNonNull(next(plan).release());
    }
}
