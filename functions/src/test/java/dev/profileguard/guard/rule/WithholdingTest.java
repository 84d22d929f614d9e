package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardTest.EVIL;
import static dev.profileguard.guard.rule.GuardTest.MALLORY;
import static dev.profileguard.guard.rule.GuardTest.NAME;
import static dev.profileguard.guard.rule.GuardTest.NOW;
import static dev.profileguard.guard.rule.GuardTest.WEB;
import static dev.profileguard.guard.rule.GuardTest.baseline;
import static dev.profileguard.guard.rule.GuardTest.by;
import static dev.profileguard.guard.rule.GuardTest.holding;
import static dev.profileguard.guard.rule.GuardTest.none;
import static dev.profileguard.guard.rule.GuardTest.recorded;
import static dev.profileguard.guard.rule.GuardTest.restoredWeb;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.RoleName;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.reconcile.Remediation.Gate.Moment;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.Withheld;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// When ProfileGuard asks EC2 whether a role may be in a profile, what keeps the role out, and what
/// the findings say.
class WithholdingTest {
    @Test
    void asksOnlyAboutARepairThatAddsARole() {
        assertThat(gate(ON, recorded(), holding(null), MISSING)).isNotNull();
        assertThat(gate(ON, recorded(), holding(EVIL), SWAPPED)).isNotNull();
        assertThat(gate(ON, recorded(), holding(EVIL), ADDED)).isNull();
        assertThat(gate(OFF, recorded(), holding(null), MISSING)).isNull();
    }

    /// The known change may be the last of several.
    @Test
    void countsFromTheLastTimeTheProfileWasRightAndNamesWhoeverChangedIt() {
        Withheld withheld = gate(recorded(), new Cause.By(REMOVED)).withheld();

        assertThat(withheld)
                .isEqualTo(
                        new Withheld(
                                baseline().asOf(),
                                MALLORY.described(),
                                REMOVED.eventId(),
                                REMOVED.described()));
    }

    @Test
    void countsFromTheLastTimeTheProfileWasRightIfNobodyIsKnown() {
        Cause found = new Cause.By(REMOVED.unattributed());
        Instant repaired = NOW.minusSeconds(60);

        assertThat(gate(recorded(), found).withheld().since()).isEqualTo(baseline().asOf());
        assertThat(gate(recorded().with(restoredWeb(repaired)), found).withheld().since())
                .isEqualTo(repaired);
        assertThat(
                        gate(recorded().with(restoredWeb(NOW.minusSeconds(9_999))), found)
                                .withheld()
                                .since())
                .isEqualTo(baseline().asOf());
        assertThat(gate(none(), found).withheld().since()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void countsFromItsOwnRepairOfAValidChange() {
        GuardRecord repaired = recorded().with(restoredWeb(NOW.minusSeconds(60)));

        Withheld withheld = gate(repaired, new Cause.OwnRepair(baseline())).withheld();

        assertThat(withheld.since()).isEqualTo(NOW.minusSeconds(60));
        assertThat(withheld.by()).isEqualTo("ProfileGuard");
    }

    @Test
    void keepsTheFirstChangeSinceTheProfileStandsWrong() {
        Instant right = baseline().asOf();
        Withheld earlier = new Withheld(right.minusSeconds(300), "eve", "event-e", "eve did it");
        Withheld same = new Withheld(right, "eve", "event-e", "eve did it");
        Withheld later = new Withheld(right.plusSeconds(300), "zed", "event-z", "zed did it");

        assertThat(gate(recorded().withWithheld(same), new Cause.By(REMOVED)).withheld())
                .isEqualTo(same);

        assertThat(gate(recorded().withWithheld(earlier), new Cause.By(REMOVED)).withheld())
                .isEqualTo(earlier);
        assertThat(gate(recorded().withWithheld(later), new Cause.By(REMOVED)).withheld().by())
                .isEqualTo(MALLORY.described());
        assertThat(gate(recorded(), new Cause.Remembered(earlier)).withheld()).isEqualTo(earlier);
        assertThat(new Cause.Remembered(earlier).described()).isEqualTo("eve did it");
        assertThat(new Cause.Remembered(earlier).eventId()).isEqualTo("event-e");
    }

    @Test
    void letsNoRoleIntoAProfileThatSomebodyElseCreated() {
        RoleGate foreign = gate(recorded().withForeign("AIPA1"), new Cause.By(REMOVED));
        RoleGate other = gate(recorded().withForeign("AIPA-2"), new Cause.By(REMOVED));
        RoleGate deleted =
                Objects.requireNonNull(gate(ON, recorded().withForeign("AIPA1"), null, MISSING));

        assertThat(foreign.foreignId()).isEqualTo("AIPA1");
        assertThat(other.foreignId()).isNull();
        assertThat(deleted.foreignId()).isNull();
        RoleRefusal refusal =
                Objects.requireNonNull(foreign.refuses(ADD, Moment.BEFORE, answering(FREE)));
        assertThat(refusal.reason()).contains("somebody who is not trusted", "(ID AIPA1)");
        assertThat(text(refusal)).contains("Delete the profile").doesNotContain("InstanceRegions");
    }

    @Test
    void asksAboutNothingButTheAdditionOfARole() {
        RoleGate gate = gate(recorded(), new Cause.By(REMOVED));

        assertThat(gate.refuses(new Action.RemoveRole(NAME, EVIL.name()), Moment.BEFORE, FAILING))
                .isNull();
        assertThat(gate.refuses(ADD, Moment.BEFORE, answering(FREE))).isNull();
        assertThat(gate.refuses(ADD, Moment.AFTER, answering(used(began())))).isNotNull();
    }

    @Test
    void letsTheRoleInIfAllUsesBeganBefore() {
        RoleGate gate = gate(recorded(), new Cause.By(REMOVED));
        InstanceUse known = began().asKnown();
        InstanceUse earlier = use(baseline().asOf().minusSeconds(1), null, "iip-assoc-2");
        InstanceUse later = use(baseline().asOf(), null, "iip-assoc-3");

        assertThat(gate.refusal(WEB.name(), used(known, earlier, later.asKnown()))).isNull();
        assertThat(refusal(gate, used(known, earlier, later)).instances()).containsExactly(later);
        assertThat(refusal(gate, used(began(), known)).instances()).containsExactly(began());
    }

    @Test
    void namesTheInstancesAndTheCommandsThatEndTheirUse() {
        RoleRefusal one = refusal(used(began()));
        RoleRefusal two = refusal(used(began(), use(NOW, null, null)));

        assertThat(one.verdict().decision()).isEqualTo(GuardDecision.WITHHELD);
        assertThat(one.verdict().why())
                .isEqualTo(
                        "Role web is kept out of prod-web: 1 instance began to use the profile"
                                + " while it differed from its baseline");
        assertThat(one.undo()).isEqualTo(new Action.RemoveRole(NAME, WEB.name()));
        assertThat(two.reason()).startsWith("2 instances began");
        assertThat(text(two))
                .contains(
                        ": i-1 in eu-west-1 (running, launched at 2026-01-01T00:00:00Z, not known"
                                + " to the last sweep), i-1 in eu-west-1 (running, since "
                                + NOW
                                + ")",
                        "aws ec2 disassociate-iam-instance-profile --region eu-west-1",
                        "aws ec2 terminate-instances",
                        "aws iam add-role-to-instance-profile",
                        "looks again every ten minutes",
                        "kept role web out")
                .doesNotContain("InstanceRegions", "Delete the profile", "and more");
        assertThat(text(refusal(used(unlaunched()))))
                .contains("(running, not known to the last sweep)");
    }

    @Test
    void namesTwentyInstances() {
        List<InstanceUse> twenty =
                IntStream.range(0, 20).mapToObj(i -> use(NOW, null, "iip-" + i)).toList();
        List<InstanceUse> more =
                IntStream.range(0, 21).mapToObj(i -> use(NOW, null, "iip-" + i)).toList();

        assertThat(text(refusal(new ProfileUse(twenty, List.of())))).doesNotContain("and more");
        assertThat(text(refusal(new ProfileUse(more, List.of()))))
                .contains("and more")
                .doesNotContain("iip-20");
    }

    @Test
    void keepsTheRoleOutIfEc2CannotBeAsked() {
        RoleRefusal refusal =
                refusal(new ProfileUse(List.of(), List.of("eu-west-1: denied", "x: down")));

        assertThat(refusal.reason())
                .isEqualTo("EC2 could not be asked which instances use the profile");
        assertThat(text(refusal)).contains("(eu-west-1: denied; x: down)", "InstanceRegions");
        assertThat(refusal(new ProfileUse(List.of(began().asKnown()), List.of("x"))).instances())
                .isEmpty();
    }

    @Test
    void asksAgainAboutARoleThatItPutInAndWasStoppedBeforeItAsked() {
        GuardRecord marked = recorded().withWithheld(EARLIER);

        assertThat(unchecked(ON, marked, GuardDecision.NO_DRIFT, REMOVED)).isNotNull();
        assertThat(unchecked(OFF, marked, GuardDecision.NO_DRIFT, REMOVED)).isNull();
        assertThat(unchecked(ON, recorded(), GuardDecision.NO_DRIFT, REMOVED)).isNull();
        assertThat(unchecked(ON, marked, GuardDecision.RECORDED, REMOVED)).isNull();
        assertThat(unchecked(ON, marked, GuardDecision.NO_DRIFT, added("web"))).isNull();
        assertThat(unchecked(ON, marked, GuardDecision.NO_DRIFT, added("evil"))).isNotNull();
    }

    @Test
    void forgetsTheMarkOnlyIfItEnforces() {
        GuardRecord marked = recorded().withWithheld(EARLIER);
        GuardPlan plan = GuardPlan.remember(GuardDecision.NO_DRIFT, "x", marked);

        assertThat(ON.checked(plan).next().withheld()).isNull();
        assertThat(OBSERVING.checked(plan).next().withheld()).isEqualTo(EARLIER);
        assertThat(ON.isEnforced()).isTrue();
        assertThat(OBSERVING.isEnforced()).isFalse();
        assertThat(Withholding.Switch.ON.text()).isEqualTo("on");
        assertThat(Withholding.Switch.OFF.text()).isEqualTo("off");
    }

    @Test
    void storesTheMarkBeforeTheFirstWriteOnlyIfItEnforces() {
        assertThat(Objects.requireNonNull(repair(ON, SWAPPED).beforeWriting()).withheld())
                .isNotNull();
        assertThat(repair(OBSERVING, SWAPPED).beforeWriting()).isNull();
        assertThat(repair(OFF, SWAPPED).beforeWriting()).isNull();
        assertThat(repair(ON, ADDED).beforeWriting()).isNull();
    }

    @Test
    void remembersAfterTheWritesWhatWasRefused() {
        RoleRefusal refusal = refusal(used(began()));
        Memory.Written refused = new Memory.Written(NOW, null, refusal);
        Memory.Written whole = new Memory.Written(NOW, null, null);
        GuardRecord marked = recorded().withWithheld(EARLIER);

        assertThat(repair(ON, SWAPPED).afterWrites().apply(recorded(), refused).withheld())
                .isEqualTo(refusal.withheld());
        assertThat(
                        repair(ON, SWAPPED)
                                .afterWrites()
                                .apply(recorded(), refused)
                                .repairs()
                                .getLast()
                                .role())
                .isEmpty();
        assertThat(repair(ON, SWAPPED).afterWrites().apply(marked, whole).withheld()).isNull();
        assertThat(repair(OBSERVING, SWAPPED).afterWrites().apply(marked, whole).withheld())
                .isEqualTo(EARLIER);
    }

    @Test
    void takesTheRoleOutAgainAndRemembersWhy() {
        RoleRefusal refusal = refusal(used(began()));
        GuardPlan plan = GuardPlan.remember(GuardDecision.NO_DRIFT, "x", recorded());

        Plan enforced = steps(ON, recorded(), holding(WEB)).withdraw(plan, refusal);
        Plan observed = steps(OBSERVING, recorded(), holding(WEB)).withdraw(plan, refusal);

        assertThat(enforced.actions()).containsExactly(new Action.RemoveRole(NAME, WEB.name()));
        assertThat(enforced.decision()).isEqualTo(GuardDecision.WITHHELD);
        assertThat(memory(enforced).next().withheld()).isEqualTo(refusal.withheld());
        assertThat(Objects.requireNonNull(memory(enforced).beforeWriting()).withheld())
                .isEqualTo(refusal.withheld());
        assertThat(memory(observed).next().withheld()).isNull();
        assertThat(memory(observed).beforeWriting()).isNull();
        assertThat(enforced.remediations().getFirst().report().of(Remediation.Done.NOTHING))
                .extracting(Finding::kind)
                .containsExactly(Finding.Kind.ROLE_WITHHELD);
    }

    @Test
    void reportsARefusedRepairAsWithheld() {
        RoleRefusal refusal = refusal(used(began()));
        PerformedAction removed =
                new PerformedAction(new Action.RemoveRole(NAME, EVIL.name()), Effect.DONE);
        Remediation remediation =
                plan(ON, recorded(), holding(EVIL), SWAPPED, new Cause.By(REMOVED))
                        .remediations()
                        .getFirst();

        List<Finding> findings =
                remediation
                        .report()
                        .of(
                                new Remediation.Done(
                                        List.of(removed), List.of(removed), null, refusal));

        assertThat(remediation.gate()).isInstanceOf(RoleGate.class);
        assertThat(findings)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Finding.Kind.ROLE_WITHHELD);
                    assertThat(finding.done())
                            .containsExactly(removed.described(), "kept role web out");
                    assertThat(finding.actor()).isEqualTo(MALLORY.described());
                });
    }

    @Test
    void reportsWhoWithheldTheRoleOnceItIsBack() {
        Remediation remediation =
                plan(ON, recorded(), holding(null), MISSING, new Cause.Remembered(EARLIER))
                        .remediations()
                        .getFirst();
        PerformedAction added = new PerformedAction(ADD, Effect.DONE);

        assertThat(
                        remediation
                                .report()
                                .of(new Remediation.Done(List.of(added), List.of(added), null)))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.kind()).isEqualTo(Finding.Kind.ROLE_REVERTED);
                    assertThat(finding.cause()).contains("eve did it", "kept out");
                    assertThat(finding.done()).containsExactly(added.described());
                });
    }

    private static final Change REMOVED = by(MALLORY, new Edit.RoleRemoved(WEB.name()));
    private static final Withheld EARLIER =
            new Withheld(NOW.minusSeconds(300), "eve", "event-e", "eve did it");
    private static final RecordedRole RECORDED = new RecordedRole(WEB.name(), WEB.id());
    private static final Drift MISSING = new Drift.RoleMissing(RECORDED);
    private static final Drift SWAPPED = new Drift.RoleSwapped(EVIL, RECORDED);
    private static final Drift ADDED = new Drift.RoleUnexpected(EVIL);
    private static final Action ADD = new Action.AddRole(NAME, WEB.name());
    private static final Withholding ON =
            new Withholding(Withholding.Switch.ON, Mode.ENFORCE, Set.of(NAME.value()));
    private static final Withholding OFF =
            new Withholding(Withholding.Switch.OFF, Mode.ENFORCE, Set.of(NAME.value()));
    private static final Withholding OBSERVING =
            new Withholding(Withholding.Switch.ON, Mode.OBSERVE, Set.of(NAME.value()));
    private static final ProfileUse FREE = ProfileUse.NONE;
    private static final Step.Answers FAILING =
            new Step.Answers() {
                @Override
                public <T extends @Nullable Object> T to(Read<T> read) {
                    throw new AssertionError("asked " + read);
                }
            };

    private static Step.Answers answering(ProfileUse use) {
        return new Step.Answers() {
            @Override
            @SuppressWarnings("unchecked") // the only read that a gate makes
            public <T extends @Nullable Object> T to(Read<T> read) {
                assertThat(read).isEqualTo(new Read.OfProfileUse(Set.of(NAME.value())));
                return (T) use;
            }
        };
    }

    private static Change added(String role) {
        return by(MALLORY, new Edit.RoleAdded(new RoleName(role)));
    }

    private static InstanceUse began() {
        return use(null, Instant.parse("2026-01-01T00:00:00Z"), "iip-assoc-1");
    }

    private static InstanceUse unlaunched() {
        return use(null, null, "iip-assoc-1");
    }

    private static InstanceUse use(
            @Nullable Instant associated, @Nullable Instant launched, @Nullable String id) {
        return new InstanceUse(
                "eu-west-1", "i-1", "running", "arn", "AIPA1", associated, launched, id, false);
    }

    private static ProfileUse used(InstanceUse... uses) {
        return new ProfileUse(List.of(uses), List.of());
    }

    private static RoleRefusal refusal(ProfileUse use) {
        return refusal(gate(recorded(), new Cause.By(REMOVED)), use);
    }

    private static RoleRefusal refusal(RoleGate gate, ProfileUse use) {
        return Objects.requireNonNull(gate.refusal(WEB.name(), use));
    }

    private static String text(RoleRefusal refusal) {
        Finding finding = WithheldFindings.withheld(REMOVED, refusal, List.of());
        return finding.cause() + finding.done() + finding.todo();
    }

    private static RoleGate gate(GuardRecord record, Cause cause) {
        return Objects.requireNonNull(
                ON.gate(
                        new GuardPlan.Repair(
                                "x",
                                List.of(new AttributedDrift(MISSING, cause)),
                                record,
                                List.of()),
                        new ObservedProfile(record, holding(null)),
                        NAME));
    }

    private static @Nullable RoleGate gate(
            Withholding withholding,
            GuardRecord record,
            @Nullable InstanceProfile found,
            Drift drift) {
        return withholding.gate(
                new GuardPlan.Repair(
                        "x",
                        List.of(new AttributedDrift(drift, new Cause.By(REMOVED))),
                        record,
                        List.of()),
                new ObservedProfile(record, found),
                NAME);
    }

    private static @Nullable RoleGate unchecked(
            Withholding withholding, GuardRecord record, GuardDecision decision, Change occasion) {
        return withholding.unchecked(
                GuardPlan.remember(decision, "x", record),
                new ObservedProfile(record, holding(WEB)),
                occasion);
    }

    private static Memory.OfGuard repair(Withholding withholding, Drift drift) {
        return memory(plan(withholding, recorded(), holding(EVIL), drift, new Cause.By(REMOVED)));
    }

    private static Plan plan(
            Withholding withholding,
            GuardRecord record,
            InstanceProfile found,
            Drift drift,
            Cause cause) {
        return (Plan)
                steps(withholding, record, found)
                        .of(
                                new GuardPlan.Repair(
                                        "x",
                                        List.of(new AttributedDrift(drift, cause)),
                                        record,
                                        List.of()));
    }

    private static GuardSteps steps(
            Withholding withholding, GuardRecord record, InstanceProfile found) {
        return new GuardSteps(
                REMOVED,
                new ObservedProfile(record, found),
                NOW,
                null,
                Explanation.Evidence.HISTORY,
                withholding);
    }

    private static Memory.OfGuard memory(Plan plan) {
        return (Memory.OfGuard) Objects.requireNonNull(plan.memory());
    }
}
