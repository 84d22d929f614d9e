package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardTest.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.Role;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.Release;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class GuardFindingsTest {
    @Test
    void sayWhatWasRecordedAndAfterWhichChange() {
        Change locked = by(MALLORY, new Edit.Tagged(LOCKED));

        assertThat(GuardFindings.recorded(locked, holding(WEB)).cause())
                .isEqualTo(
                        "Seen for the first time after %s: profile AIPA1, role web (AROA-WEB)"
                                .formatted(locked.described()));
        assertThat(GuardFindings.recorded(locked.unattributed(), holding(null)).cause())
                .isEqualTo(
                        "Seen for the first time, found after %s: profile AIPA1, role none (-)"
                                .formatted(locked.described()));
    }

    @Test
    void sayHowTheProfileDiffersInWords() {
        Role again = new Role(WEB.name(), "AROA-NEW", "/");
        List<Drift> drifts =
                List.of(
                        new Drift.ProfileGone(baseline()),
                        new Drift.ProfileRecreated(holding(WEB), baseline()),
                        new Drift.RoleSwapped(EVIL, RECORDED),
                        new Drift.RoleMissing(RECORDED),
                        new Drift.RoleUnexpected(EVIL),
                        new Drift.RoleRecreated(again, RECORDED),
                        new Drift.GuardTagLost(null));

        Finding finding = GuardFindings.unexplained(FOUND, drifts, NOW, null);

        assertThat(finding.kind()).isEqualTo(Kind.DRIFT_UNEXPLAINED);
        assertThat(finding.cause())
                .isEqualTo(
                        "prod-web differs from its baseline (it was deleted, it was deleted and"
                                + " created again, it contains role evil instead of web, role web"
                                + " is missing, it contains role evil, role web was deleted and"
                                + " created again, its guard tag was removed or changed), %s;"
                                        .formatted(FOUND.described())
                                + " CloudTrail does not show who changed it");
    }

    @Test
    void sayUntilWhenUnexplainedDriftStays() {
        List<Drift> missing = List.of(new Drift.RoleMissing(RECORDED));

        assertThat(GuardFindings.unexplained(FOUND, missing, NOW.plusMillis(5), null).done())
                .containsExactly(
                        "did not revert it: the first sweep after 2026-01-15T09:30:00Z restores"
                                + " it");
        Finding unavailable = GuardFindings.unexplained(FOUND, missing, null, "no permission");
        assertThat(unavailable.cause())
                .endsWith("CloudTrail cannot be asked who changed it: no permission");
        assertThat(unavailable.done()).first().asString().contains("the change may be valid");
    }

    @Test
    void sayWhenTheReleaseEnds() {
        Change change = by(MALLORY, new Edit.RoleAdded(EVIL.name()));
        Release release = new Release(NOW, NOW.plusSeconds(60), "x", NOW);

        assertThat(GuardFindings.notRevertedDuringRelease(change, recorded().with(release)).cause())
                .endsWith(", before the release that ends at 2026-01-15T09:31:00Z");
        assertThat(GuardFindings.notRevertedDuringRelease(change, recorded()).cause())
                .endsWith("that ends at an unknown time");
    }

    @Test
    void sayWhichValidChangeWasRevertedAndWhatIsDoneAboutIt() {
        PerformedAction added =
                new PerformedAction(new Action.AddRole(NAME, WEB.name()), Effect.DONE);

        Finding finding =
                GuardFindings.trustedChangeReverted(FOUND, valid(RECORDED), List.of(added));

        assertThat(finding.actor()).isEqualTo("pipeline");
        assertThat(finding.cause())
                .startsWith("pipeline added role web at 2026-01-15T09:30:00Z; ProfileGuard had");
        assertThat(finding.done())
                .containsExactly("made it the baseline", "add role web to prod-web: done");
        assertThat(finding.eventId()).isEqualTo("event-9");
        assertThat(GuardFindings.trustedChangeReverted(FOUND, valid(null), List.of()).cause())
                .startsWith("pipeline removed the role at ");
    }

    @Test
    void nameTheCause() {
        Change change = by(MALLORY, new Edit.Deleted());

        assertThat(new Cause.By(change).described()).isEqualTo(change.described());
        assertThat(new Cause.By(change).eventId()).isEqualTo(change.eventId());
        assertThat(new Cause.OwnRepair(valid(RECORDED)).described())
                .isEqualTo(
                        "ProfileGuard reverted a valid change by pipeline (2026-01-15T09:30:00Z)"
                                + " before it knew it");
        assertThat(new Cause.OwnRepair(valid(RECORDED)).eventId()).isEqualTo("event-9");
    }

    @Test
    void sayWhetherTheBaselineContainsAnUnprovenChange() {
        Finding adopted =
                GuardFindings.adoptionUnproven(FOUND, "alice", "event-7", "x", true, null);
        Finding refused =
                GuardFindings.adoptionUnproven(FOUND, "alice", "event-7", "x", false, null);

        assertThat(adopted.kind()).isEqualTo(Kind.ADOPTION_UNPROVEN);
        assertThat(adopted.eventId()).isEqualTo("event-7");
        assertThat(adopted.done()).containsExactly("nothing: the baseline contains this change");
        assertThat(adopted.todo().get(1)).startsWith("If the profile is right as it is, run: ");
        assertThat(refused.done()).containsExactly("did not adopt the change");
        assertThat(refused.todo().get(1)).isEqualTo("If alice made the change, make it again");
    }

    @Test
    void sayWhatAProvisionalBaselineContainsAndWhenItWasSeen() {
        Baseline whole = valid(RECORDED);
        Baseline withoutId = valid(new RecordedRole(WEB.name(), null));

        assertThat(GuardFindings.provisional(FOUND, whole, true).cause())
                .isEqualTo(
                        "Seen for the first time after %s: profile AIPA1, role web (AROA-WEB). No"
                                        .formatted(FOUND.described())
                                + " trusted principal made this state");
        assertThat(GuardFindings.provisional(FOUND, withoutId, false).cause())
                .startsWith(
                        "Recorded as it was at 2026-01-15T09:30:00Z: profile AIPA1, role web (-)");
        assertThat(GuardFindings.provisional(FOUND, valid(null), false).cause())
                .contains("role none (-)");
    }

    @Test
    void sayHowToLeaveAServicesProfileAlone() {
        Finding named = GuardFindings.exempt(FOUND, "its path", true);
        Finding tagged = GuardFindings.exempt(FOUND, "its path", false);

        assertThat(named.cause()).contains("GuardedProfiles guards prod-web", "its path");
        assertThat(named.todo().getFirst()).startsWith("Write the patterns in GuardedProfiles");
        assertThat(tagged.cause()).contains("The tag profile-guard=locked guards prod-web");
        assertThat(tagged.todo().getFirst()).startsWith("Remove the tag: aws iam untag-instance");
    }

    private static final RecordedRole RECORDED = new RecordedRole(WEB.name(), WEB.id());
    private static final Change FOUND = by(MALLORY, new Edit.Tagged(LOCKED)).unattributed();

    private static Baseline valid(@Nullable RecordedRole role) {
        return new Baseline("AIPA1", "/", role, LOCKED, NOW, "pipeline", "event-9");
    }
}
