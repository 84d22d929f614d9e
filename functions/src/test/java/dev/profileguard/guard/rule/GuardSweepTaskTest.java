package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardTest.EVIL;
import static dev.profileguard.guard.rule.GuardTest.GUARD;
import static dev.profileguard.guard.rule.GuardTest.LOCKED;
import static dev.profileguard.guard.rule.GuardTest.NAME;
import static dev.profileguard.guard.rule.GuardTest.NOW;
import static dev.profileguard.guard.rule.GuardTest.WEB;
import static dev.profileguard.guard.rule.GuardTest.holding;
import static dev.profileguard.guard.rule.GuardTest.recorded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.event.Change;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.Edit;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.iam.RoleName;
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
import dev.profileguard.state.Repair;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What a sweep makes of a profile that is not as its baseline has it: the calls that CloudTrail
/// knows of are judged as if their events had just arrived.
class GuardSweepTaskTest {
    @Test
    void asksCloudTrailNothingWhereNothingDrifted() {
        Plan plan = plan(recorded(), holding(WEB));

        assertThat(plan.decision()).isEqualTo(GuardDecision.NO_DRIFT);
        assertThat(answers.asked()).noneMatch(Read.OfCalls.class::isInstance);
    }

    @Test
    void asksForTheCallsSinceTheDecisionThatIsRecorded() {
        plan(recorded(), holding(EVIL));

        assertThat(answers.asked()).contains(new Read.OfCalls("prod-web", NOW.minusSeconds(3600)));
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
        GuardRecord undone = recorded().with(new Repair(NOW.plusSeconds(10), "e", "mallory"));

        Plan plan = plan(undone, holding(EVIL), added(1, PIPELINE, "web-v2"));

        assertThat(plan.decision()).isEqualTo(GuardDecision.REVERT);
        assertThat(plan.actions())
                .containsExactly(
                        new Action.RemoveRole(NAME, EVIL.name()),
                        new Action.AddRole(NAME, V2.name()));
        assertThat(kinds(plan)).contains(Kind.TRUSTED_CHANGE_UNDONE);
        assertThat(Objects.requireNonNull(roleIn(next(plan))).name()).isEqualTo(V2.name());
    }

    @Test
    void judgesTheTrustedChangesAfterOneThatWeHadUndone() {
        GuardRecord undone = recorded().with(new Repair(NOW.plusSeconds(10), "e", "mallory"));

        Plan plan =
                plan(
                        undone,
                        holding(EVIL).tagged(LOCKED.with("Owner", "web")),
                        added(1, PIPELINE, "web-v2"),
                        removed(20, PIPELINE, "web-v2"),
                        added(21, PIPELINE, "web-v3"),
                        tagged(22, PIPELINE, "Owner", "web"));

        assertThat(plan.actions())
                .containsExactly(
                        new Action.RemoveRole(NAME, EVIL.name()),
                        new Action.AddRole(NAME, new RoleName("web-v3")));
        Baseline baseline = Objects.requireNonNull(next(plan).baseline());
        assertThat(Objects.requireNonNull(baseline.role()).name().value()).isEqualTo("web-v3");
        assertThat(baseline.tags().get("Owner")).isEqualTo("web");
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
        assertThat(kinds(plan)).containsExactly(Kind.CHANGE_ADOPTED);
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

        assertThat(step).isInstanceOf(Step.LookAgain.class);
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
        assertThat(kinds(plan)).containsExactly(Kind.CHANGE_ADOPTED, Kind.BREAKER_OPEN);
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

    private static final Role V2 = new Role(new RoleName("web-v2"), "AROA-V2", "/");
    private static final Duration GRACE = Duration.ofMinutes(30);
    private static final Instant LATER = NOW.plus(Duration.ofHours(1));
    private static final Map<String, Object> MALLORY = user("mallory");
    private static final Map<String, Object> ALICE = user("alice");
    private static final Map<String, Object> PIPELINE = session("ci/deployer");
    private static final Map<String, Object> OWN = session("profile-guard-ProfileGuardRole");

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
        answers.give(new Read.OfGuardRecord(NAME), record)
                .give(new Read.OfProfile(NAME), found)
                .give(new Read.OfCalls("prod-web", baseline.asOf()), List.of(calls));
        Call unattributed =
                new Call(
                        new Actor.Unknown("no event shows who"),
                        "sweep",
                        "123456789012",
                        "sweep-1",
                        LATER);
        GuardSweepTask task =
                new GuardSweepTask(
                        new Change(NAME, new Edit.Found(), unattributed),
                        GUARD,
                        new RecordedChanges(Globs.parse("arn:aws:iam::*:role/profile-guard-*")),
                        GRACE);
        return task.begin(new Task.Attempt(Mode.ENFORCE, Task.Writes.NONE));
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

    private static CloudTrailEvent added(int second, Map<String, Object> who, String role) {
        return event(
                second,
                who,
                "AddRoleToInstanceProfile",
                Map.of("instanceProfileName", "prod-web", "roleName", role),
                Map.of());
    }

    private static CloudTrailEvent removed(int second, Map<String, Object> who, String role) {
        return event(
                second,
                who,
                "RemoveRoleFromInstanceProfile",
                Map.of("instanceProfileName", "prod-web", "roleName", role),
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

    /// As CloudTrail writes it, so many seconds after NOW.
    private static CloudTrailEvent event(
            int second,
            Map<String, Object> who,
            String name,
            Map<String, Object> request,
            Map<String, Object> response) {
        return CloudTrailEvent.read(
                Map.of(
                        "detail",
                        Map.of(
                                "eventSource",
                                "iam.amazonaws.com",
                                "eventName",
                                name,
                                "eventID",
                                name + "-" + second,
                                "eventTime",
                                NOW.plusSeconds(second).toString(),
                                "recipientAccountId",
                                "123456789012",
                                "userIdentity",
                                who,
                                "requestParameters",
                                request,
                                "responseElements",
                                response)));
    }

    private static CloudTrailEvent failed(CloudTrailEvent event) {
        return new CloudTrailEvent(
                event.source(),
                event.name(),
                event.id(),
                event.time(),
                event.account(),
                "LimitExceededException",
                event.errorMessage(),
                event.userAgent(),
                event.actor(),
                event.request(),
                event.response());
    }

    private static Map<String, Object> user(String name) {
        return Map.of("type", "IAMUser", "arn", "arn:aws:iam::123456789012:user/" + name);
    }

    private static Map<String, Object> session(String role) {
        return Map.of(
                "type", "AssumedRole",
                "principalId", "AROA1:build-1",
                "sessionContext",
                        Map.of(
                                "sessionIssuer",
                                Map.of("arn", "arn:aws:iam::123456789012:role/" + role)));
    }
}
