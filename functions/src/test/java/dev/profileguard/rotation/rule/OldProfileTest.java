package dev.profileguard.rotation.rule;

import static dev.profileguard.rotation.rule.RotationSamples.OLD;
import static dev.profileguard.rotation.rule.RotationSamples.OLD_PROFILE;
import static dev.profileguard.rotation.rule.RotationSamples.START;
import static dev.profileguard.rotation.rule.RotationSamples.WEB;
import static dev.profileguard.rotation.rule.RotationSamples.WEB_V2;
import static dev.profileguard.rotation.rule.RotationSamples.profile;
import static dev.profileguard.rotation.rule.RotationSamples.rotation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.Withheld;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OldProfileTest {
    @Test
    void isNotDoubtedWhereItIsAsRecorded() {
        assertThat(doubt(OLD_PROFILE, recorded("AIPA1", WEB))).isNull();
        assertThat(doubt(OLD_PROFILE.holding(null), recorded("AIPA1", null))).isNull();
    }

    /// Whoever may edit it could have put another role into it, and given it to an instance.
    @Test
    void isDoubtedWithoutABaseline() {
        assertThat(doubt(OLD_PROFILE, GuardRecord.none(OLD)))
                .isEqualTo("old has no baseline, so nobody knows who may use it: adopt it first");
    }

    @Test
    void isDoubtedOnceItIsGone() {
        assertThat(doubt(null, recorded("AIPA1", WEB)))
                .isEqualTo(
                        "old is gone, and who may have its role is not known: check what used it,"
                                + " then run the commands yourself");
    }

    @Test
    void isDoubtedWithAnotherId() {
        assertThat(doubt(profile(OLD, "AIPA7", WEB), recorded("AIPA7", WEB)))
                .isEqualTo(
                        "old was deleted and created again since the rotation started (AIPA7):"
                                + " check what uses it, then run the commands yourself");
    }

    @Test
    void isDoubtedWhileItsRoleIsWithheld() {
        GuardRecord withheld =
                recorded("AIPA1", WEB)
                        .withWithheld(new Withheld(START, "mallory", "e1", "it had role evil"));

        assertThat(doubt(OLD_PROFILE, withheld))
                .isEqualTo(
                        "ProfileGuard keeps the role out of old, or still checks who uses it:"
                            + " mallory changed it (it had role evil). The finding role-withheld"
                            + " says what to do");
    }

    @Test
    void isDoubtedWhereSomebodyUntrustedCreatedIt() {
        assertThat(doubt(OLD_PROFILE, recorded("AIPA1", WEB).withForeign("AIPA1")))
                .isEqualTo(
                        "old (AIPA1) was created by somebody untrusted: check what uses it, then"
                                + " run the commands yourself");
        assertThat(doubt(OLD_PROFILE, recorded("AIPA1", WEB).withForeign("AIPA0"))).isNull();
    }

    @Test
    void isDoubtedWhereItsBaselineRecordsADeletedProfile() {
        assertThat(doubt(OLD_PROFILE, recorded("AIPA0", WEB)))
                .isEqualTo(
                        "old (AIPA1) is not the profile that its baseline records (AIPA0), which"
                            + " was deleted: adopt it first, if what uses it may have its role");
    }

    @Test
    void isDoubtedWithAnotherRoleThanRecorded() {
        String doubt =
                "old does not contain what its baseline records: adopt the change or take it back"
                        + " first";

        assertThat(doubt(OLD_PROFILE, recorded("AIPA1", WEB_V2))).isEqualTo(doubt);
        assertThat(doubt(OLD_PROFILE, recorded("AIPA1", null))).isEqualTo(doubt);
        assertThat(doubt(OLD_PROFILE.holding(null), recorded("AIPA1", WEB))).isEqualTo(doubt);
        assertThat(doubt(OLD_PROFILE, recorded("AIPA1", new Role(WEB.name(), "AROA9", WEB.path()))))
                .isEqualTo(doubt);
    }

    @Test
    void isNotDoubtedWhereTheIdOfItsRoleIsNotRecorded() {
        GuardRecord record =
                GuardRecord.none(OLD).with(baseline("AIPA1", new RecordedRole(WEB.name(), null)));

        assertThat(doubt(OLD_PROFILE, record)).isNull();
    }

    private static @Nullable String doubt(@Nullable InstanceProfile from, GuardRecord record) {
        return OldProfile.doubt(rotation(), from, record);
    }

    private static GuardRecord recorded(String id, @Nullable Role role) {
        return GuardRecord.none(OLD)
                .with(baseline(id, role == null ? null : new RecordedRole(role.name(), role.id())));
    }

    private static Baseline baseline(String id, @Nullable RecordedRole role) {
        return new Baseline(id, "/team/", role, OLD_PROFILE.tags(), START, "owner", "e0");
    }
}
