package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardRun.ALICE;
import static dev.profileguard.guard.rule.GuardRun.GRACE;
import static dev.profileguard.guard.rule.GuardRun.LATER;
import static dev.profileguard.guard.rule.GuardRun.MALLORY;
import static dev.profileguard.guard.rule.GuardRun.OWN;
import static dev.profileguard.guard.rule.GuardRun.PIPELINE;
import static dev.profileguard.guard.rule.GuardRun.RECORDED;
import static dev.profileguard.guard.rule.GuardRun.SWEEP;
import static dev.profileguard.guard.rule.GuardRun.added;
import static dev.profileguard.guard.rule.GuardRun.event;
import static dev.profileguard.guard.rule.GuardRun.removed;
import static dev.profileguard.guard.rule.GuardTest.EVIL;
import static dev.profileguard.guard.rule.GuardTest.GUARD;
import static dev.profileguard.guard.rule.GuardTest.LOCKED;
import static dev.profileguard.guard.rule.GuardTest.NAME;
import static dev.profileguard.guard.rule.GuardTest.NOW;
import static dev.profileguard.guard.rule.GuardTest.WEB;
import static dev.profileguard.guard.rule.GuardTest.baseline;
import static dev.profileguard.guard.rule.GuardTest.by;
import static dev.profileguard.guard.rule.GuardTest.holding;
import static dev.profileguard.guard.rule.GuardTest.recorded;
import static dev.profileguard.guard.rule.GuardTest.restoredWeb;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Edit;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.reconcile.Answers;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.repair.Repair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a sweep makes of a profile that is not as its baseline has it: the calls that CloudTrail
/// knows of are judged as if their events had just arrived.
class GuardTaskTest {
    @Test
    void isAboutTheProfileAndTheEventOfItsOccasion() {
        assertThat(task(SWEEP).subject()).isEqualTo("instance-profile/prod-web");
        assertThat(task(SWEEP).eventId()).isEqualTo("sweep-1");
        assertThat(task(SWEEP).decisionAfterError()).isEqualTo(GuardDecision.REVERT);
    }

    @Test
    void asksCloudTrailNothingWhereNothingDrifted() {
        Plan plan = plan(recorded(), holding(WEB));

        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(answers.asked()).noneMatch(Read.OfHistory.class::isInstance);
    }

    @Test
    void readsWhatUsesTheProfileOnlyForFindingsThatSayIt() {
        List<Finding> reverted =
                plan(recorded(), holding(EVIL), added(1, MALLORY, "evil")).findings();
        List<Read<?>> read = new ArrayList<>();
        Step.Answers nothingKnown =
                new Step.Answers() {
                    @Override
                    @SuppressWarnings("NullAway") // of the use of a profile, null is an answer
                    public <T extends @Nullable Object> T to(Read<T> asked) {
                        read.add(asked);
                        return null;
                    }
                };

        assertThat(task(SWEEP).explained(List.of(), nothingKnown)).isEmpty();
        assertThat(read).isEmpty();
        assertThat(task(SWEEP).explained(reverted, nothingKnown)).isEqualTo(reverted).isNotEmpty();
        assertThat(read).hasSize(1);
    }

    @Test
    void asksForTheCallsSinceTheDecisionThatIsRecorded() {
        plan(recorded(), holding(EVIL));

        assertThat(answers.asked())
                .contains(new Read.OfHistory("prod-web", NOW.minusSeconds(3600)));
    }

    @Test
    void namesTheLastOneAfterWhoseCallTheProfileLooksAsItDoes() {
        Plan plan =
                plan(
                        recorded(),
                        holding(EVIL),
                        removed(0, ALICE, "web"),
                        added(1, MALLORY, "evil"),
                        tagged(2, ALICE, "Owner", "somebody"));

        assertThat(plan.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(plan.actions())
                .containsExactly(
                        new Action.RemoveRole(NAME, EVIL.name()),
                        new Action.AddRole(NAME, WEB.name()));
        assertThat(plan.findings())
                .extracting(Finding::actor)
                .containsExactly("arn:aws:iam::123456789012:user/mallory");
    }

    @Test
    void adoptsTheChangeOfATrustedPrincipal() {
        Plan plan =
                plan(
                        recorded(),
                        holding(V2),
                        removed(0, PIPELINE, "web"),
                        added(1, PIPELINE, "web-v2"));

        assertThat(plan.decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(plan.actions()).isEmpty();
        assertThat(kinds(plan)).contains(Kind.CHANGE_ADOPTED);
        assertThat(roleIn(next(plan))).isEqualTo(new Baseline.RecordedRole(V2.name(), V2.id()));
    }

    @Test
    void holdsAnIntruderToWhatATrustedPrincipalChangedBefore() {
        Plan plan =
                plan(
                        recorded(),
                        holding(EVIL),
                        removed(0, PIPELINE, "web"),
                        added(1, PIPELINE, "web-v2"),
                        removed(60, MALLORY, "web-v2"),
                        added(61, MALLORY, "evil"));

        assertThat(plan.actions())
                .containsExactly(
                        new Action.RemoveRole(NAME, EVIL.name()),
                        new Action.AddRole(NAME, V2.name()));
        assertThat(kinds(plan)).containsExactly(Kind.ROLE_REVERTED);
        assertThat(plan.findings().getLast().actor()).endsWith("user/mallory");
        assertThat(plan.memory())
                .isInstanceOfSatisfying(
                        Memory.OfGuard.class,
                        memory -> {
                            Memory.Adopted adopted = Objects.requireNonNull(memory.adopted());
                            assertThat(adopted.record().baseline())
                                    .isEqualTo(memory.next().baseline());
                            assertThat(adopted.findings())
                                    .extracting(Finding::kind)
                                    .contains(Kind.CHANGE_ADOPTED);
                        });
    }

    @Test
    void putsBackATrustedChangeThatWeHadUndone() {
        GuardRecord undone = recorded().with(restoredWeb(NOW.plusSeconds(10)));

        Plan plan =
                plan(undone, unlocked(WEB), added(1, PIPELINE, "web-v2"), unlocked(20, MALLORY));

        assertThat(plan.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(plan.actions())
                .containsExactly(
                        new Action.RemoveRole(NAME, WEB.name()),
                        new Action.AddRole(NAME, V2.name()),
                        new Action.TagProfile(NAME, LOCKED));
        assertThat(plan.findings())
                .extracting(Finding::kind, Finding::actor)
                .containsExactly(
                        tuple(
                                Kind.TRUSTED_CHANGE_UNDONE,
                                "arn:aws:iam::123456789012:role/ci/deployer (session build-1)"),
                        tuple(Kind.GUARD_TAG_REVERTED, "arn:aws:iam::123456789012:user/mallory"));
        assertThat(Objects.requireNonNull(roleIn(next(plan))).name()).isEqualTo(V2.name());
    }

    @Test
    void judgesTheTrustedChangesAfterOneThatWeHadUndone() {
        GuardRecord undone = recorded().with(restoredWeb(NOW.plusSeconds(30)));

        Plan plan =
                plan(
                        undone,
                        unlocked(WEB).tagged(Tags.of("Owner", "web")),
                        added(1, PIPELINE, "web-v2"),
                        removed(20, PIPELINE, "web-v2"),
                        added(21, PIPELINE, "web-v3"),
                        tagged(22, PIPELINE, "Owner", "web"),
                        unlocked(40, MALLORY));

        assertThat(plan.actions())
                .containsExactly(
                        new Action.RemoveRole(NAME, WEB.name()),
                        new Action.AddRole(NAME, new RoleName("web-v3")),
                        new Action.TagProfile(NAME, LOCKED));
        Baseline baseline = Objects.requireNonNull(next(plan).baseline());
        assertThat(Objects.requireNonNull(baseline.role()).name().value()).isEqualTo("web-v3");
        assertThat(baseline.tags().get("Owner")).isEqualTo("web");
    }

    @Test
    void leavesARoleAloneThatNobodyIsKnownToHaveAddedAfterATrustedChange() {
        Plan plan = plan(recorded(), holding(EVIL), added(1, PIPELINE, "web-v2"));

        assertThat(plan.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
        assertThat(plan.actions()).isEmpty();
        assertThat(kinds(plan)).containsExactly(Kind.CHANGE_ADOPTED, Kind.DRIFT_UNEXPLAINED);
    }

    @Test
    void namesWhoChangedWhatWeHadPutBackByMistake() {
        GuardRecord undone = recorded().with(new Repair(NOW.plusSeconds(10), "e", "alice"));

        Plan plan =
                plan(
                        undone,
                        holding(EVIL),
                        added(1, PIPELINE, "web-v2"),
                        removed(20, MALLORY, "web"),
                        added(21, MALLORY, "evil"));

        assertThat(plan.actions()).contains(new Action.AddRole(NAME, V2.name()));
        assertThat(plan.findings())
                .filteredOn(finding -> finding.kind() == Kind.ROLE_REVERTED)
                .extracting(Finding::actor)
                .containsExactly("arn:aws:iam::123456789012:user/mallory");
    }

    @Test
    void putsNothingBackThatLaterTrustedChangesMadeRight() {
        GuardRecord undone = recorded().with(new Repair(NOW.plusSeconds(10), "e", "alice"));

        Plan plan =
                plan(
                        undone,
                        holding(V2),
                        added(1, PIPELINE, "web-v3"),
                        added(20, PIPELINE, "web-v2"));

        assertThat(plan.decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(plan.actions()).isEmpty();
        assertThat(kinds(plan)).containsOnly(Kind.CHANGE_ADOPTED);
    }

    @Test
    void looksAgainWhereIamDoesNotShowATrustedChangeYet() {
        answers.give(Read.OfTime.NOW, NOW.plusSeconds(30));

        Step step =
                follow(
                        recorded(),
                        holding(V2),
                        removed(0, PIPELINE, "web"),
                        added(1, PIPELINE, "web-v2"),
                        removed(20, PIPELINE, "web-v2"));

        assertThat(step)
                .isInstanceOfSatisfying(
                        Step.LookAgain.class,
                        again -> assertThat(again.why()).contains("IAM does not show yet"));
    }

    @Test
    void tellsOfTheBreakerThatKeepsItFromHoldingTheProfileToWhatWasAdopted() {
        GuardRecord reverted = recorded();
        for (int second : List.of(-90, -80, -70)) {
            reverted = reverted.with(new Repair(LATER.plusSeconds(second), "e", "mallory"));
        }
        int trusted = (int) Duration.between(NOW, LATER).toSeconds() - 65;

        Plan plan =
                plan(
                        reverted,
                        holding(new Role(WEB.name(), "AROA-AGAIN", "/")),
                        removed(trusted, PIPELINE, "web"),
                        added(trusted + 1, PIPELINE, "web-v2"),
                        removed(trusted + 2, MALLORY, "web-v2"),
                        added(trusted + 3, MALLORY, "web"));

        assertThat(plan.decision()).isEqualTo(Decision.Common.BREAKER_OPEN);
        assertThat(kinds(plan))
                .containsExactly(Kind.CHANGE_ADOPTED, Kind.CHANGE_ADOPTED, Kind.BREAKER_OPEN);
        assertThat(Objects.requireNonNull(roleIn(next(plan))).name()).isEqualTo(V2.name());
    }

    @Test
    void leavesDriftAloneForTheGraceThatNobodyIsKnownToHaveCaused() {
        Plan first = plan(recorded(), holding(EVIL));

        assertThat(first.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
        assertThat(first.actions()).isEmpty();
        assertThat(kinds(first)).containsExactly(Kind.DRIFT_UNEXPLAINED);

        answers.give(Read.OfTime.NOW, LATER.plus(GRACE));
        Plan after = plan(next(first), holding(EVIL));

        assertThat(after.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(after.actions()).contains(new Action.AddRole(NAME, WEB.name()));
    }

    @Test
    void beginsTheGraceAnewWhereTheProfileLooksOtherwise() {
        GuardRecord seen = next(plan(recorded(), holding(EVIL)));

        answers.give(Read.OfTime.NOW, LATER.plus(GRACE));
        Plan other = plan(seen, holding(V2));

        assertThat(other.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
        assertThat(next(other).unexplained())
                .extracting(GuardRecord.Unexplained::since)
                .isEqualTo(LATER.plus(GRACE));
    }

    @Test
    void recordsThatCannotBeReadExplainNothing() {
        Plan plan =
                plan(
                        recorded(),
                        holding(EVIL),
                        event(1, MALLORY, "AddRoleToInstanceProfile", Map.of(), Map.of()),
                        event(
                                2,
                                MALLORY,
                                "AddRoleToInstanceProfile",
                                Map.of("instanceProfileName", "prod-web"),
                                Map.of()));

        assertThat(plan.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
    }

    @Test
    void namesWhoIsKnownAlthoughAnotherRecordCannotBeRead() {
        Plan plan =
                plan(
                        recorded(),
                        holding(EVIL),
                        event(1, ALICE, "AddRoleToInstanceProfile", Map.of(), Map.of()),
                        added(2, MALLORY, "evil"));

        assertThat(plan.findings().getFirst().actor()).endsWith("user/mallory");
    }

    @Test
    void callsOfItsOwnStackExplainNothing() {
        Plan plan = plan(recorded(), holding(EVIL), added(1, OWN, "evil"));

        assertThat(plan.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
    }

    @Test
    void callsAboutOtherProfilesAndCallsThatFailedExplainNothing() {
        Map<String, Object> request = Map.of("instanceProfileName", "other", "roleName", "evil");

        Plan plan =
                plan(
                        recorded(),
                        holding(EVIL),
                        event(1, MALLORY, "AddRoleToInstanceProfile", request, Map.of()),
                        failed(added(2, MALLORY, "evil")));

        assertThat(plan.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
    }

    @Test
    void callsBeforeOurLastRepairExplainNothing() {
        GuardRecord repaired = recorded().with(new Repair(NOW.plusSeconds(10), "e", "mallory"));

        Plan before = plan(repaired, holding(EVIL), added(1, MALLORY, "evil"));
        Plan after = plan(repaired, holding(EVIL), added(10, MALLORY, "evil"));

        assertThat(before.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
        assertThat(after.decision()).isEqualTo(GuardDecision.REVERT);
    }

    @Test
    void endsTheGuardThatATrustedPrincipalEnded() {
        Plan plan =
                plan(
                        recorded(),
                        null,
                        removed(0, PIPELINE, "web"),
                        event(
                                1,
                                PIPELINE,
                                "DeleteInstanceProfile",
                                Map.of("instanceProfileName", "prod-web"),
                                Map.of()));

        assertThat(plan.decision()).isEqualTo(GuardDecision.GUARD_ENDED);
        assertThat(plan.actions()).isEmpty();
        assertThat(next(plan).baseline()).isNull();
    }

    @Test
    void blamesNobodyForDriftThatTheEventCannotHaveCaused() {
        occasion = by(MALLORY_HERSELF, new Edit.Tagged(Tags.of("Owner", "me")));

        Plan plan = plan(recorded(), holding(EVIL));

        assertThat(plan.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
        assertThat(plan.actions()).isEmpty();
        assertThat(kinds(plan)).containsExactly(Kind.DRIFT_UNEXPLAINED);
        assertThat(plan.findings().getFirst().actor()).isEqualTo("unknown");
        assertThat(plan.findings().getFirst().cause()).contains("after", "set tags Owner");
    }

    @Test
    void adoptsADeploymentWhoseEventsWereLostWhenSomebodyElseTagsTheProfile() {
        occasion = by(MALLORY_HERSELF, new Edit.Tagged(Tags.of("Owner", "me")));

        Plan plan =
                plan(
                        recorded(),
                        holding(V2),
                        removed(-20, PIPELINE, "web"),
                        added(-19, PIPELINE, "web-v2"));

        assertThat(plan.decision()).isEqualTo(GuardDecision.ADOPTED);
        assertThat(plan.actions()).isEmpty();
        assertThat(kinds(plan)).containsOnly(Kind.CHANGE_ADOPTED);
        assertThat(plan.findings())
                .extracting(Finding::actor)
                .allMatch(actor -> actor.contains("role/ci/deployer"));
    }

    @Test
    void asksNobodyWhereTheEventExplainsTheDrift() {
        occasion = by(MALLORY_HERSELF, new Edit.RoleAdded(EVIL.name()));

        Plan plan = plan(recorded(), holding(EVIL));

        assertThat(plan.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(answers.asked()).noneMatch(Read.OfHistory.class::isInstance);
    }

    @Test
    void waitsForTheEventThatMayExplainFreshDrift() {
        occasion = by(MALLORY_HERSELF, new Edit.Tagged(Tags.of("Owner", "me")));
        answers.give(Read.OfTime.NOW, NOW.plusSeconds(5));

        assertThat(follow(recorded(), holding(EVIL))).isInstanceOf(Step.LookAgain.class);
    }

    @Test
    void doesNotWaitAgainForDriftThatWasSeenBefore() {
        occasion = by(MALLORY_HERSELF, new Edit.Tagged(Tags.of("Owner", "me")));
        GuardRecord seen = next(plan(recorded(), holding(EVIL)));
        answers.give(Read.OfTime.NOW, NOW.plusSeconds(5));

        assertThat(plan(seen, holding(EVIL)).decision()).isEqualTo(GuardDecision.UNEXPLAINED);
    }

    @Test
    void explainsEachDriftByItsOwnCall() {
        InstanceProfile unlocked = new InstanceProfile(NAME, "AIPA1", "/", EVIL, Tags.NONE);
        occasion = by(MALLORY_HERSELF, new Edit.Untagged(Set.of("profile-guard")));

        Plan plan = plan(recorded(), unlocked, added(-5, ALICE, "evil"));

        assertThat(plan.findings())
                .extracting(Finding::kind, Finding::actor)
                .containsExactly(
                        tuple(Kind.ROLE_REVERTED, "arn:aws:iam::123456789012:user/alice"),
                        tuple(Kind.GUARD_TAG_REVERTED, "arn:aws:iam::123456789012:user/mallory"));
    }

    @Test
    void repairsWhatIsExplainedAndWaitsWithTheRest() {
        InstanceProfile unlocked = new InstanceProfile(NAME, "AIPA1", "/", EVIL, Tags.NONE);
        occasion = by(MALLORY_HERSELF, new Edit.Untagged(Set.of("profile-guard")));

        Plan plan = plan(recorded(), unlocked);

        assertThat(plan.actions()).containsExactly(new Action.TagProfile(NAME, LOCKED));
        assertThat(kinds(plan)).containsExactly(Kind.DRIFT_UNEXPLAINED, Kind.GUARD_TAG_REVERTED);
        assertThat(next(plan).unexplained()).isNotNull();
    }

    @Test
    void revertsNothingUnexplainedWhileCloudTrailCannotBeAsked() {
        GuardRecord old =
                recorded()
                        .with(
                                new GuardRecord.Unexplained(
                                        NOW.minusSeconds(9999), "RoleSwapped AROA-EVIL"));
        Baseline baseline = Objects.requireNonNull(old.baseline());
        answers.give(new Read.OfGuardRecord(NAME), old)
                .give(new Read.OfProfile(NAME), holding(EVIL))
                .give(
                        new Read.OfHistory("prod-web", baseline.asOf()),
                        new Read.History.Unavailable("AccessDenied"));

        Plan plan =
                answers.plan(task(SWEEP).begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.NONE)));

        assertThat(plan.decision()).isEqualTo(GuardDecision.UNEXPLAINED);
        assertThat(plan.actions()).isEmpty();
        assertThat(plan.findings().getFirst().cause()).contains("AccessDenied");
        assertThat(next(plan).unexplained()).isEqualTo(old.unexplained());
    }

    @Test
    void looksUpTheProfileInEveryKnownCapitalizationAndThenTheRoles() {
        occasion = by(MALLORY_HERSELF, new Edit.Tagged(Tags.of("Owner", "me")), "PROD-web");
        InstanceProfile found =
                new InstanceProfile(new ProfileName("Prod-Web"), "AIPA1", "/", EVIL, LOCKED);
        Instant since = baseline().asOf();
        answers.give(new Read.OfGuardRecord(new ProfileName("PROD-web")), recorded())
                .give(new Read.OfProfile(new ProfileName("PROD-web")), found);
        List.of("Prod-Web", "prod-web", "PROD-web", "evil", "web")
                .forEach(name -> history(name, since));

        answers.plan(task(occasion).begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.NONE)));

        assertThat(answers.asked())
                .filteredOn(Read.OfHistory.class::isInstance)
                .containsExactly(
                        new Read.OfHistory("Prod-Web", since),
                        new Read.OfHistory("prod-web", since),
                        new Read.OfHistory("PROD-web", since),
                        new Read.OfHistory("evil", since),
                        new Read.OfHistory("web", since));
    }

    @Test
    void looksUpTheRolesThatTheProfileContainedMeanwhile() {
        plan(
                recorded(),
                null,
                removed(1, PIPELINE, "web"),
                added(2, PIPELINE, "web-v2"),
                removed(3, PIPELINE, "web-v2"),
                added(4, PIPELINE, "web-v3"));

        assertThat(answers.asked())
                .filteredOn(Read.OfHistory.class::isInstance)
                .extracting(read -> ((Read.OfHistory) read).key().value())
                .containsExactly("prod-web", "web", "web-v2", "web-v3");
    }

    @Test
    void aSweepComparesARepairWithCloudTrailWhenThatShowsAllCalls() {
        GuardRecord repaired = recorded().withUnverified(LATER.minus(CloudTrailEvent.DELAY));

        Plan plan = plan(repaired, holding(WEB));

        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(lookedUp()).containsExactly("prod-web", "web");
        assertThat(next(plan).unverified()).isNull();
    }

    @Test
    void comparesNothingBeforeCloudTrailShowsAllCalls() {
        Instant repair = LATER.minus(CloudTrailEvent.DELAY).plusSeconds(1);

        Plan plan = plan(recorded().withUnverified(repair), holding(WEB));

        assertThat(lookedUp()).isEmpty();
        assertThat(next(plan).unverified()).isEqualTo(repair);
    }

    @Test
    void anEventComparesNothing() {
        occasion = by(MALLORY_HERSELF, new Edit.Tagged(Tags.of("Owner", "me")));

        plan(recorded().withUnverified(NOW.minusSeconds(9999)), holding(WEB));

        assertThat(lookedUp()).isEmpty();
    }

    @Test
    void aProfileWithoutABaselineIsNotCompared() {
        GuardRecord ended = recorded().ended(Instant.EPOCH).withUnverified(NOW.minusSeconds(9999));
        answers.give(new Read.OfGuardRecord(NAME), ended)
                .give(new Read.OfProfile(NAME), holding(WEB));

        answers.plan(task(SWEEP).begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.NONE)));

        assertThat(lookedUp()).isEmpty();
    }

    @Test
    void comparesAgainWhereCloudTrailCouldNotBeAsked() {
        Instant repair = NOW.minusSeconds(9999);
        GuardRecord repaired = recorded().withUnverified(repair);
        Baseline baseline = Objects.requireNonNull(repaired.baseline());
        answers.give(new Read.OfGuardRecord(NAME), repaired)
                .give(new Read.OfProfile(NAME), holding(WEB))
                .give(
                        new Read.OfHistory("prod-web", baseline.asOf()),
                        new Read.History.Unavailable("AccessDenied"));

        Plan plan =
                answers.plan(task(SWEEP).begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.NONE)));

        assertThat(next(plan).unverified()).isEqualTo(repair);
    }

    @Test
    void aComparedProfileThatDriftedIsComparedNoMore() {
        GuardRecord repaired = recorded().withUnverified(NOW.minusSeconds(9999));

        Plan plan = plan(repaired, holding(EVIL), added(1, MALLORY, "evil"));

        assertThat(plan.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(next(plan).unverified()).isNull();
    }

    @Test
    void looksUpOnlyTheProfileAndTheFoundRoleWhereTheBaselineHasNone() {
        Baseline empty = baseline().withRole(null, SWEEP);
        GuardRecord record = recorded().with(empty);
        answers.give(new Read.OfGuardRecord(NAME), record)
                .give(new Read.OfProfile(NAME), holding(EVIL));
        List.of("prod-web", "evil").forEach(name -> history(name, empty.asOf()));

        answers.plan(task(SWEEP).begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.NONE)));

        assertThat(lookedUp()).containsExactly("prod-web", "evil");
    }

    @Test
    void aSweepLooksAllNamesUpAndAnEventOnlyUntilItKnowsTheCause() {
        plan(recorded(), holding(EVIL), added(1, MALLORY, "evil"));
        assertThat(lookedUp()).containsExactly("prod-web", "evil", "web");

        occasion = by(MALLORY_HERSELF, new Edit.Tagged(Tags.of("Owner", "me")));
        int before = lookedUp().size();
        Plan plan = plan(recorded(), holding(EVIL), added(-1, ALICE, "evil"));

        assertThat(lookedUp().subList(before, lookedUp().size())).containsExactly("prod-web");
        assertThat(unverifiedAfterwards(plan)).isEqualTo(LATER);
    }

    @Test
    void aRepairAfterAllNamesWereLookedUpIsNotComparedAgain() {
        Plan plan = plan(recorded(), holding(EVIL), added(1, MALLORY, "evil"));

        assertThat(unverifiedAfterwards(plan)).isNull();
    }

    @Test
    void theOccasionAndTheCallsOfCloudTrailAreJudgedInTheOrderOfTheirTimes() {
        occasion = by(MALLORY_HERSELF, new Edit.RoleAdded(EVIL.name()));

        Plan plan = plan(recorded(), unlocked(EVIL), added(30, ALICE, "evil"));

        assertThat(plan.findings())
                .filteredOn(finding -> finding.kind() == Kind.ROLE_REVERTED)
                .extracting(Finding::actor)
                .containsExactly("arn:aws:iam::123456789012:user/alice");
    }

    @Test
    void looksUpTheCapitalizationsThatTheCallsAboutARoleShow() {
        Instant since = baseline().asOf();
        answers.give(new Read.OfGuardRecord(NAME), recorded())
                .give(new Read.OfProfile(NAME), holding(EVIL))
                .give(new Read.OfRole(WEB.name()), existing("web"));
        history("prod-web", since);
        history(
                "evil",
                since,
                event(
                        1,
                        MALLORY,
                        "AddRoleToInstanceProfile",
                        Map.of("instanceProfileName", "PROD-WEB", "roleName", "evil"),
                        Map.of()));
        history("PROD-WEB", since);
        history("web", since);

        Plan plan =
                answers.plan(task(SWEEP).begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.NONE)));

        assertThat(lookedUp()).containsExactly("prod-web", "evil", "PROD-WEB", "web");
        assertThat(plan.findings().getFirst().actor()).endsWith("user/mallory");
    }

    @Test
    void looksUpTheRolesThatWereRemovedAndNoneForOtherCalls() {
        plan(
                recorded(),
                holding(EVIL),
                removed(1, ALICE, "web-v2"),
                tagged(2, ALICE, "Owner", "web-v3"));

        assertThat(lookedUp()).containsExactly("prod-web", "evil", "web", "web-v2");
    }

    private List<String> lookedUp() {
        return answers.asked().stream()
                .filter(Read.OfHistory.class::isInstance)
                .map(read -> ((Read.OfHistory) read).key().value())
                .toList();
    }

    /// What the record says after the plan's writes.
    private static @Nullable Instant unverifiedAfterwards(Plan plan) {
        Memory.OfGuard memory = (Memory.OfGuard) plan.memory();
        return memory.afterWrites()
                .apply(memory.next(), new Memory.Written(LATER, null, null))
                .unverified();
    }

    private static final Actor MALLORY_HERSELF =
            new Actor.User("arn:aws:iam::123456789012:user/mallory");
    private static final Role V2 = new Role(new RoleName("web-v2"), "AROA-V2", "/");

    /// Why the profile is read.
    private Change occasion = SWEEP;

    private final Answers answers = new Answers().give(Read.OfTime.NOW, LATER);

    private Plan plan(
            GuardRecord record, @Nullable InstanceProfile found, CloudTrailEvent... calls) {
        return answers.plan(first(record, found, calls));
    }

    private Step follow(
            GuardRecord record, @Nullable InstanceProfile found, CloudTrailEvent... calls) {
        return answers.follow(first(record, found, calls));
    }

    private Step first(
            GuardRecord record, @Nullable InstanceProfile found, CloudTrailEvent... calls) {
        Baseline baseline = Objects.requireNonNull(record.baseline());
        answers.give(new Read.OfGuardRecord(NAME), record).give(new Read.OfProfile(NAME), found);
        for (String role : List.of("web", "evil", "web-v2", "web-v3")) {
            history(role, baseline.asOf());
            history(role, Instant.EPOCH);
            answers.give(new Read.OfRole(new RoleName(role)), existing(role));
        }
        history("prod-web", baseline.asOf(), calls);
        history("prod-web", Instant.EPOCH, calls);
        return task(occasion).begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.NONE));
    }

    private static RoleDetail existing(String name) {
        return new RoleDetail(
                new Role(new RoleName(name), "AROA1", "/"), "{}", Tags.NONE, null, Instant.EPOCH);
    }

    private void history(String name, Instant since, CloudTrailEvent... calls) {
        answers.give(new Read.OfHistory(name, since), new Read.History.Known(List.of(calls)));
    }

    private static GuardTask task(Change occasion) {
        return new GuardTask(
                occasion,
                GUARD,
                RECORDED,
                GRACE,
                Withholding.Switch.ON,
                Reassociation.Switch.OFF,
                true);
    }

    private static GuardRecord next(Plan plan) {
        return ((Memory.OfGuard) plan.memory()).next();
    }

    private static Baseline.@Nullable RecordedRole roleIn(GuardRecord record) {
        return Objects.requireNonNull(record.baseline()).role();
    }

    private static List<Kind> kinds(Plan plan) {
        return plan.findings().stream().map(Finding::kind).toList();
    }

    private static InstanceProfile unlocked(Role role) {
        return new InstanceProfile(NAME, "AIPA1", "/", role, Tags.NONE);
    }

    private static CloudTrailEvent unlocked(int second, Map<String, Object> who) {
        return event(
                second,
                who,
                "UntagInstanceProfile",
                Map.of("instanceProfileName", "prod-web", "tagKeys", List.of("profile-guard")),
                Map.of());
    }

    private static CloudTrailEvent tagged(
            int second, Map<String, Object> who, String key, String value) {
        return event(
                second,
                who,
                "TagInstanceProfile",
                Map.of(
                        "instanceProfileName",
                        "prod-web",
                        "tags",
                        List.of(Map.of("key", key, "value", value))),
                Map.of());
    }

    private static CloudTrailEvent failed(CloudTrailEvent event) {
        return new CloudTrailEvent(
                event.source(),
                event.name(),
                event.id(),
                event.time(),
                event.account(),
                event.region(),
                "LimitExceededException",
                event.errorMessage(),
                event.userAgent(),
                event.actor(),
                event.request(),
                event.response());
    }
}
