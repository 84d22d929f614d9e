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
                .contains("replace-iam-instance-profile-association", "AIPA1", "./guard rotate");
    }

    /// A linked cluster remembers the ID of the role in its profile, so the same profile does not
    /// help.
    @Test
    void givesALinkedClusterANewProfile() {
        InstanceProfile after = new InstanceProfile(NAME, "AIPA-NEW", "/", WEB, LOCKED);

        assertThat(about(new Drift.ProfileGone(baseline()), Effect.DONE, after).todo())
                .last()
                .isEqualTo(
                        "A cluster of GKE on AWS that is linked to prod-web needs a new profile."
                                + " Run: ./guard rotate prod-web; or invoke ProfileRotation with"
                                + " {\"start\": {\"profile\": \"prod-web\"}}");
    }

    @Test
    void givesWhatUsesTheProfileANewOneWithTheWantedRole() {
        String advice =
                "If prod-web should have role evil, do not edit the profile that something runs on:"
                        + " give what uses it a new profile. Run: ./guard rotate prod-web --role"
                        + " evil; or invoke ProfileRotation with {\"start\": {\"profile\":"
                        + " \"prod-web\", \"role\": \"evil\"}}";

        assertThat(about(new Drift.RoleSwapped(EVIL, RECORDED), Effect.DONE, null).todo())
                .endsWith(advice);
        assertThat(about(new Drift.RoleUnexpected(EVIL), Effect.DONE, null).todo())
                .endsWith(advice);
        assertThat(about(new Drift.RoleMissing(RECORDED), Effect.DONE, null).todo())
                .endsWith(
                        "If prod-web should have another role, do not edit the profile that"
                                + " something runs on: give what uses it a new profile (option"
                                + " --role). Run: ./guard rotate prod-web; or invoke"
                                + " ProfileRotation with {\"start\": {\"profile\": \"prod-web\"}}");
    }

    @Test
    void saysWhatStillMeansTheOldRole() {
        Role again = new Role(WEB.name(), "AROA-NEW", "/");

        Finding finding = about(new Drift.RoleRecreated(again, RECORDED), Effect.DONE, null);

        assertThat(finding.cause()).contains("access entries of EKS", "principal", "clusters");
        assertThat(finding.todo())
                .containsExactly(
                        "To find the access entries, and the policies of roles, keys and buckets,"
                                + " that mean the old one, with the commands that mend them:"
                                + " ./guard mend --former-id AROA-WEB --policies keys,buckets web;"
                                + " or invoke ProfileRotation with {\"mend\": {\"role\": \"web\","
                                + " \"formerId\": \"AROA-WEB\", \"policies\": [\"keys\","
                                + " \"buckets\"]}}",
                        "Policies of other resources, such as queues, show AROA-WEB instead of the"
                                + " role: write its ARN there, and save them again",
                        "To accept the new role: invoke ProfileGuard with {\"adopt\":"
                                + " {\"profile\": \"prod-web\"}}",
                        "A cluster of GKE on AWS that is linked to prod-web needs a new profile."
                                + " Run: ./guard rotate prod-web; or invoke ProfileRotation with"
                                + " {\"start\": {\"profile\": \"prod-web\"}}");
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
    void saysWhichGuardTagWasFoundAndHowToEndTheGuard() {
        Finding removed = about(new Drift.GuardTagLost(null), Effect.DONE, null);
        Finding changed = about(new Drift.GuardTagLost("off"), Effect.DONE, null);

        assertThat(removed.cause()).endsWith("the tag profile-guard=locked was removed");
        assertThat(changed.cause()).endsWith("the tag profile-guard was 'off' instead of 'locked'");
        assertThat(changed.todo())
                .containsExactly("To end the guard, remove the tag as a trusted principal");
    }

    @Test
    void saysThatAnIdAndAPathCannotBeRestored() {
        InstanceProfile moved = new InstanceProfile(NAME, "AIPA-NEW", "/other/", WEB, LOCKED);
        InstanceProfile again = new InstanceProfile(NAME, "AIPA-NEW", "/", WEB, LOCKED);

        Finding finding = about(new Drift.ProfileRecreated(moved, baseline()), Effect.DONE, null);

        assertThat(finding.kind()).isEqualTo(Kind.PROFILE_RECREATED);
        assertThat(finding.cause())
                .contains("its ID is AIPA-NEW instead of AIPA1; its path is /other/ instead of /,");
        assertThat(finding.done()).containsExactly("nothing: no IAM call can restore it");
        assertThat(about(new Drift.ProfileRecreated(again, baseline()), Effect.DONE, null).cause())
                .contains("its ID is AIPA-NEW instead of AIPA1, which cannot be restored");
    }

    @Test
    void saysThatNoKnownCallExplainsIt() {
        Change unattributed = by(MALLORY, new Edit.Deleted()).unattributed();

        Finding finding =
                new DriftFindings(unattributed, List.of(), null)
                        .about(new Drift.RoleUnexpected(EVIL));

        assertThat(finding.cause())
                .startsWith("it contained role evil, but its baseline has none (found after arn:")
                .endsWith("; no known call explains it)");
    }

    @Test
    void isRestoredUnlessTheRoleIsGoneOrAnotherOne() {
        Drift missing = new Drift.RoleMissing(RECORDED);
        Role again = new Role(WEB.name(), "AROA-NEW", "/");

        assertThat(findings(missing, Effect.DONE, null).isRestored(missing)).isTrue();
        assertThat(findings(missing, Effect.DONE, holding(WEB)).isRestored(missing)).isTrue();
        assertThat(findings(missing, Effect.DONE, holding(null)).isRestored(missing)).isTrue();
        assertThat(findings(missing, Effect.DONE, holding(again)).isRestored(missing)).isFalse();
        assertThat(findings(missing, Effect.ROLE_GONE, null).isRestored(missing)).isFalse();
        Drift unexpected = new Drift.RoleUnexpected(EVIL);
        assertThat(findings(unexpected, Effect.DONE, holding(EVIL)).isRestored(unexpected))
                .isTrue();
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
        return findings(drift, last, after).about(drift);
    }

    private static DriftFindings findings(
            Drift drift, Effect last, @Nullable InstanceProfile after) {
        Change change = by(MALLORY, new Edit.Deleted());
        List<Action> actions = drift.repairs(NAME);
        List<PerformedAction> performed =
                actions.stream()
                        .map(a ->
                                new PerformedAction(
                                        a, a.equals(actions.getLast()) ? last : Effect.DONE))
                        .toList();
        return new DriftFindings(change, performed, after);
    }
}
