package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardRun.*;
import static dev.profileguard.guard.rule.GuardTest.EVIL;
import static dev.profileguard.guard.rule.GuardTest.LOCKED;
import static dev.profileguard.guard.rule.GuardTest.NAME;
import static dev.profileguard.guard.rule.GuardTest.NOW;
import static dev.profileguard.guard.rule.GuardTest.WEB;
import static dev.profileguard.guard.rule.GuardTest.baseline;
import static dev.profileguard.guard.rule.GuardTest.holding;
import static dev.profileguard.guard.rule.GuardTest.none;
import static dev.profileguard.guard.rule.GuardTest.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.LookupKey;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.IamWriter;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.Adopted;
import dev.profileguard.state.GuardRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What an event says, and IAM does not show, counts only if CloudTrail recorded the call.
class ProvenChangeTest {
    @Test
    void adoptsAClaimThatCloudTrailConfirms() {
        GuardRun run = claim(recorded()).recorded(CLAIM, CLAIM);

        Plan plan = run.plan();

        assertThat(run.lookups())
                .containsExactly(new Read.OfHistory(LookupKey.event(CLAIM.id()), NOW));
        assertThat(plan.decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(kinds(plan)).containsExactly(Kind.CHANGE_ADOPTED);
        assertThat(roleIn(plan)).isEqualTo("web-v2");
        assertThat(next(plan).unproven()).isNull();
    }

    @Test
    void refusesAClaimThatCloudTrailDoesNotKnowAndGoesOnAsIfNobodyHadMadeIt() {
        Plan plan = claim(recorded()).recorded(CLAIM).plan();

        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(next(plan)).isEqualTo(recorded());
        assertThat(plan.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.ADOPTION_UNPROVEN);
                    assertThat(finding.eventId()).isEqualTo(CLAIM.id());
                    assertThat(finding.actor()).isEqualTo("unknown");
                    assertThat(finding.cause()).contains("role/ci/deployer", "added role web-v2");
                    assertThat(finding.done()).containsExactly("did not adopt the change");
                });
    }

    @Test
    void refusesAClaimWhoseCallSomebodyElseMade() {
        Plan plan = claim(recorded()).recorded(CLAIM, added(0, MALLORY, "web-v2")).plan();

        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(kinds(plan)).containsExactly(Kind.ADOPTION_UNPROVEN);
    }

    @Test
    void refusesAClaimWhileCloudTrailCannotBeAsked() {
        Plan plan =
                claim(recorded())
                        .give(
                                new Read.OfHistory(LookupKey.event(CLAIM.id()), NOW),
                                new Read.History.Unavailable("AccessDenied"))
                        .plan();

        assertThat(kinds(plan)).containsExactly(Kind.ADOPTION_UNPROVEN);
        assertThat(plan.findings().getFirst().cause())
                .startsWith("CloudTrail cannot be asked about event " + CLAIM.id())
                .endsWith(": AccessDenied");
        assertThat(roleIn(plan)).isEqualTo("web");
    }

    /// IAM shows a profile, and not who created it.
    @Test
    void takesNobodyForTheCreatorOfAProfileWithoutCloudTrail() {
        CloudTrailEvent created = created(0, PIPELINE, "AIPA-NEW");
        InstanceProfile found = new InstanceProfile(NAME, "AIPA-NEW", "/", WEB, LOCKED);
        GuardRun proven =
                new GuardRun(changeOf(created), recorded(), found).recorded(created, created);
        GuardRun unproven =
                new GuardRun(changeOf(created), recorded(), found)
                        .at(NOW.plusSeconds(60))
                        .recorded(created);

        assertThat(proven.plan().decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(unproven.step()).isInstanceOf(Step.LookAgain.class);
    }

    /// An event is delivered for two days at most.
    @Test
    void asksAboutAnEventFromLongAgoAlthoughIamShowsTheChange() {
        InstanceProfile shown = holding(role("web-v2"));
        Duration twoDays = Duration.ofDays(2);
        GuardRun late = new GuardRun(changeOf(CLAIM), recorded(), shown).at(NOW.plus(twoDays));
        GuardRun tooLate =
                new GuardRun(changeOf(CLAIM), recorded(), shown)
                        .at(NOW.plus(twoDays).plusSeconds(1))
                        .recorded(CLAIM, CLAIM);

        assertThat(late.plan().decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(late.lookups()).isEmpty();
        assertThat(tooLate.plan().decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(tooLate.lookups()).hasSize(1);
    }

    @Test
    void waitsForTheCallAsLongAsTheGrace() {
        assertThat(claim(recorded()).at(NOW.plus(GRACE).minusSeconds(1)).recorded(CLAIM))
                .extracting(GuardRun::step)
                .isInstanceOfSatisfying(
                        Step.LookAgain.class,
                        again ->
                                assertThat(again.why())
                                        .contains(CLAIM.id(), "added role web-v2")
                                        .startsWith("CloudTrail does not show event"));
        assertThat(claim(recorded()).at(NOW.plus(GRACE)).recorded(CLAIM).step())
                .isInstanceOf(Plan.class);
    }

    @Test
    void waitsForTheCallAtLeastAsLongAsCloudTrailMayBeLate() {
        Instant end = NOW.plus(CloudTrailEvent.DELAY);
        Duration minute = Duration.ofMinutes(1);

        assertThat(
                        claim(recorded())
                                .withGrace(minute)
                                .at(end.minusSeconds(1))
                                .recorded(CLAIM)
                                .step())
                .isInstanceOf(Step.LookAgain.class);
        assertThat(claim(recorded()).withGrace(minute).at(end).recorded(CLAIM).step())
                .isInstanceOf(Plan.class);
    }

    @Test
    void doesNotWaitForACallInTheFuture() {
        Instant tooEarly = NOW.minus(Duration.ofMinutes(5));

        assertThat(claim(recorded()).at(tooEarly).recorded(CLAIM).step()).isInstanceOf(Plan.class);
        assertThat(claim(recorded()).at(tooEarly.plusSeconds(1)).recorded(CLAIM).step())
                .isInstanceOf(Step.LookAgain.class);
    }

    @Test
    void theEndOfTheGuardNeedsProofAlthoughIamShowsThatTheProfileIsGone() {
        CloudTrailEvent deletion =
                event(
                        0,
                        PIPELINE,
                        "DeleteInstanceProfile",
                        Map.of("instanceProfileName", "prod-web"),
                        Map.of());
        Change change = changeOf(deletion);

        assertThat(new GuardRun(change, recorded(), null).at(NOW).recorded(deletion).step())
                .isInstanceOf(Step.LookAgain.class);
        Plan plan = new GuardRun(change, recorded(), null).recorded(deletion, deletion).plan();
        assertThat(plan.decision()).isEqualTo(GuardDecision.GUARD_ENDED);
        assertThat(next(plan).baseline()).isNull();
    }

    @Test
    void theTagThatConfirmsAProvisionalBaselineNeedsProofAlthoughIamShowsIt() {
        GuardRecord provisional = recorded().with(baseline().provisional(true));
        CloudTrailEvent locked = tagged(0, PIPELINE, "profile-guard", "locked");
        Change change = changeOf(locked);

        assertThat(new GuardRun(change, provisional, holding(WEB)).at(NOW).recorded(locked).step())
                .isInstanceOf(Step.LookAgain.class);
        Plan plan = new GuardRun(change, provisional, holding(WEB)).recorded(locked, locked).plan();
        assertThat(Objects.requireNonNull(next(plan).baseline()).provisional()).isFalse();
        GuardRun again = new GuardRun(change, recorded(), holding(WEB));
        assertThat(next(again.plan()).baseline()).isEqualTo(baseline());
        assertThat(again.lookups()).as("nothing is to be confirmed").isEmpty();
    }

    @Test
    void asksForNoProofOfWhatIamShows() {
        GuardRun run = new GuardRun(changeOf(CLAIM), recorded(), holding(role("web-v2")));

        Plan plan = run.plan();

        assertThat(run.lookups()).isEmpty();
        assertThat(plan.decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(next(plan).unproven())
                .isEqualTo(
                        new Adopted(CLAIM.id(), changeOf(CLAIM).actor().described(), CLAIM.time()));
    }

    @Test
    void asksForNoProofOfAnEventThatChangesNothing() {
        GuardRecord later =
                recorded()
                        .with(
                                baseline()
                                        .withRole(
                                                baseline().role(),
                                                changeOf(added(60, PIPELINE, "web"))));
        GuardRun run = claim(later);

        assertThat(next(run.plan())).isEqualTo(later);
        assertThat(run.lookups()).isEmpty();
    }

    @Test
    void asksForNoProofOfWhatNobodyTrustedSays() {
        Change untrusted = changeOf(tagged(0, MALLORY, "Owner"));
        GuardRecord unexplained =
                recorded().with(new GuardRecord.Unexplained(NOW.minusSeconds(60), "RoleMissing x"));
        GuardRun run = new GuardRun(untrusted, unexplained, holding(WEB));

        Plan plan = run.plan();

        assertThat(run.lookups()).isEmpty();
        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(next(plan)).isEqualTo(recorded());
    }

    @Test
    void asksForNoProofOfAProfileThatIsSeenForTheFirstTime() {
        GuardRun run = new GuardRun(changeOf(CLAIM), none(), holding(WEB));

        Plan plan = run.plan();

        assertThat(run.lookups()).isEmpty();
        assertThat(plan.decision()).isEqualTo(GuardDecision.RECORDED);
        assertThat(kinds(plan)).containsExactly(Kind.BASELINE_PROVISIONAL);
        assertThat(plan.findings().getFirst().cause()).startsWith("Seen for the first time after");
    }

    @Test
    void aSweepTellsOfAProvisionalBaseline() {
        GuardRecord provisional = recorded().with(baseline().provisional(true));

        assertThat(new GuardRun(SWEEP, provisional, holding(WEB)).plan().findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.BASELINE_PROVISIONAL);
                    assertThat(finding.cause())
                            .startsWith("Recorded as it was at 2026-01-15T08:30");
                });
        assertThat(new GuardRun(SWEEP, recorded(), holding(WEB)).plan().findings()).isEmpty();
    }

    @Test
    void aSweepConfirmsAnAdoptionThatCloudTrailKnows() {
        GuardRun run = new GuardRun(SWEEP, UNPROVEN, holding(WEB)).recorded(CLAIM, CLAIM);

        Plan plan = run.plan();

        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(plan.findings()).isEmpty();
        assertThat(next(plan).unproven()).isNull();
    }

    @Test
    void aSweepReportsAnAdoptionThatCloudTrailDoesNotKnow() {
        Plan plan = new GuardRun(SWEEP, UNPROVEN, holding(WEB)).recorded(CLAIM).plan();

        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(next(plan)).isEqualTo(UNPROVEN);
        assertThat(plan.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Kind.ADOPTION_UNPROVEN);
                    assertThat(finding.eventId()).isEqualTo(CLAIM.id());
                    assertThat(finding.done())
                            .containsExactly("nothing: the baseline contains this change");
                    assertThat(finding.todo().get(1)).contains("{\"adopt\":");
                });
    }

    @Test
    void aSweepSaysNothingOfAnAdoptionWhileCloudTrailCannotBeAsked() {
        Plan plan =
                new GuardRun(SWEEP, UNPROVEN, holding(WEB))
                        .give(
                                new Read.OfHistory(LookupKey.event(CLAIM.id()), NOW),
                                new Read.History.Unavailable("AccessDenied"))
                        .plan();

        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(plan.findings()).isEmpty();
        assertThat(next(plan)).isEqualTo(UNPROVEN);
    }

    @Test
    void aSweepAsksAboutAnAdoptionOnceCloudTrailShowsAllCalls() {
        Instant shown = NOW.plus(CloudTrailEvent.DELAY);
        GuardRun early = new GuardRun(SWEEP, UNPROVEN, holding(WEB)).at(shown.minusSeconds(1));
        GuardRun due = new GuardRun(SWEEP, UNPROVEN, holding(WEB)).at(shown).recorded(CLAIM, CLAIM);

        assertThat(next(early.plan())).isEqualTo(UNPROVEN);
        assertThat(early.lookups()).isEmpty();
        assertThat(next(due.plan()).unproven()).isNull();
    }

    @Test
    void aSweepBelievesAnAdoptionThatCloudTrailNoLongerKeeps() {
        Instant end = NOW.plus(CloudTrailEvent.RETENTION);
        GuardRun kept = new GuardRun(SWEEP, UNPROVEN, holding(WEB)).at(end).recorded(CLAIM);
        GuardRun gone = new GuardRun(SWEEP, UNPROVEN, holding(WEB)).at(end.plusSeconds(1));

        assertThat(kinds(kept.plan())).containsExactly(Kind.ADOPTION_UNPROVEN);
        Plan plan = gone.plan();
        assertThat(gone.lookups()).isEmpty();
        assertThat(plan.findings()).isEmpty();
        assertThat(next(plan).unproven()).isNull();
    }

    @Test
    void anEventProvesNoEarlierAdoption() {
        Change other = changeOf(tagged(60, MALLORY, "Owner"));
        GuardRun run = new GuardRun(other, UNPROVEN, holding(WEB));

        assertThat(next(run.plan())).isEqualTo(UNPROVEN);
        assertThat(run.lookups()).isEmpty();
    }

    @Test
    void believesCloudTrailWhereAnEventSaysSomethingElseAboutTheSameCall() {
        InstanceProfile unlocked = new InstanceProfile(NAME, "AIPA1", "/", EVIL, Tags.NONE);
        Change forged = changeOf(added(0, ALICE, "evil"));
        GuardRun run = new GuardRun(forged, recorded(), unlocked).at(LATER);
        run.give(new Read.OfRole(WEB.name()), existing(WEB));
        for (Instant since : List.of(Instant.EPOCH, baseline().asOf())) {
            run.history("prod-web", since, added(0, MALLORY, "evil"))
                    .history("evil", since)
                    .history("web", since);
        }

        Plan plan = run.plan();

        assertThat(plan.findings())
                .filteredOn(finding -> finding.kind() == Kind.ROLE_REVERTED)
                .extracting(Finding::actor)
                .containsExactly("arn:aws:iam::123456789012:user/mallory");
    }

    @Test
    void reportsAWriteThatIamRefused() {
        Action add = new Action.AddRole(NAME, WEB.name());
        IamWriter.RefusedException refusal =
                new IamWriter.RefusedException(add, "no iam:PassRole", new RuntimeException());

        assertThat(new GuardRun(SWEEP, recorded(), null).task().refused(refusal, List.of("x")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.subject()).isEqualTo("instance-profile/prod-web");
                    assertThat(finding.cause()).contains("no iam:PassRole");
                    assertThat(finding.done()).containsExactly("x");
                    assertThat(finding.todo().getLast()).contains("prod-web");
                });
    }

    private static final CloudTrailEvent CLAIM = added(0, PIPELINE, "web-v2");
    private static final GuardRecord UNPROVEN =
            recorded()
                    .withUnproven(
                            new Adopted(
                                    CLAIM.id(), changeOf(CLAIM).actor().described(), CLAIM.time()));

    /// The event says that the pipeline added another role; IAM shows the recorded one.
    private static GuardRun claim(GuardRecord record) {
        return new GuardRun(
                changeOf(CLAIM), record, new InstanceProfile(NAME, "AIPA1", "/", WEB, LOCKED));
    }

    private static List<Kind> kinds(Plan plan) {
        return plan.findings().stream().map(Finding::kind).toList();
    }

    private static String roleIn(Plan plan) {
        return Objects.requireNonNull(Objects.requireNonNull(next(plan).baseline()).role())
                .name()
                .value();
    }
}
