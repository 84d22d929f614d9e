package dev.profileguard.guard.rule;

import static dev.profileguard.guard.rule.GuardTest.*;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.event.Change;
import dev.profileguard.event.Edit;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.Role;
import dev.profileguard.state.Baseline.RecordedRole;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DriftFindingsTest {
    @Test
    void tellsWhoDidWhatWhatWasDoneAndWhatToDo() {
        Drift swapped = new Drift.RoleSwapped(EVIL, RECORDED);

        Finding finding = about(swapped, Effect.DONE, null);

        assertThat(finding.kind()).isEqualTo(Kind.ROLE_REVERTED);
        assertThat(finding.actor()).isEqualTo("arn:aws:iam::123456789012:user/mallory");
        assertThat(finding.cause()).contains("mallory", "it contained role evil instead of web");
        assertThat(finding.done())
                .containsExactly(
                        "remove role evil from prod-web: done", "add role web to prod-web: done");
        assertThat(finding.todo()).first().asString().contains("\"release\"");
        assertThat(finding.subject()).isEqualTo("instance-profile/prod-web");
    }

    @Test
    void saysWhatANewProfileIdMeans() {
        InstanceProfile after = new InstanceProfile(NAME, "AIPA-NEW", "/", WEB, LOCKED);

        Finding finding = about(new Drift.ProfileGone(baseline()), Effect.DONE, after);

        assertThat(finding.kind()).isEqualTo(Kind.PROFILE_RESTORED);
        assertThat(finding.cause()).contains("AIPA-NEW", "AIPA1", "instances", "cluster");
        assertThat(String.join("\n", finding.todo()))
                .contains("replace-iam-instance-profile-association", "AIPA1", "gcloud");
    }

    @Test
    void findsARoleThatWasMadeAgainBehindARemoval() {
        Role again = new Role(WEB.name(), "AROA-NEW", "/");

        Finding finding = about(new Drift.RoleMissing(RECORDED), Effect.DONE, holding(again));

        assertThat(finding.kind()).isEqualTo(Kind.ROLE_RECREATED);
        assertThat(finding.cause()).contains("AROA-NEW", "AROA-WEB", "cannot be restored");
    }

    @Test
    void saysThatTheRoleIsGone() {
        Finding finding = about(new Drift.RoleSwapped(EVIL, RECORDED), Effect.ROLE_GONE, null);

        assertThat(finding.kind()).isEqualTo(Kind.ROLE_GONE);
        assertThat(finding.cause()).contains("web no longer exists");
    }

    @Test
    void saysWhatToDoWhereNoTagFitsAnymore() {
        Finding finding = about(new Drift.GuardTagLost(null), Effect.TAGS_FULL, null);

        assertThat(finding.todo()).first().asString().contains("50 tags");
    }

    @Test
    void everyKindHasItsJson() {
        Finding finding = about(new Drift.GuardTagLost("off"), Effect.WOULD_DO, null);

        assertThat(finding.json())
                .containsEntry("rule", "ProfileGuard")
                .containsEntry("kind", "guard-tag-reverted")
                .containsEntry("severity", "warning")
                .containsEntry("account", "123456789012")
                .containsKeys("subject", "actor", "cause", "done", "todo", "eventId");
    }

    private static final RecordedRole RECORDED = new RecordedRole(WEB.name(), WEB.id());

    private static Finding about(Drift drift, Effect last, @Nullable InstanceProfile after) {
        Change change = by(MALLORY, new Edit.Deleted());
        List<Action> actions = drift.repairs(NAME);
        List<PerformedAction> performed =
                actions.stream()
                        .map(a ->
                                new PerformedAction(
                                        a, a.equals(actions.getLast()) ? last : Effect.DONE))
                        .toList();
        return new DriftFindings(change, performed, after).about(drift);
    }
}
