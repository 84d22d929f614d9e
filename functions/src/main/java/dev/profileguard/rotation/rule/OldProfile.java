package dev.profileguard.rotation.rule;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.reconcile.Coverage;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.reconcile.gate.RemovalGate;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.Baseline.RecordedRole;
import dev.profileguard.state.GuardRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The old profile: why what uses it may not get the new one, and how it is deleted.
public final class OldProfile {
    private OldProfile() {}

    /// Why instances may use the old profile that may not have its role; null: nothing shows that.
    ///
    /// EC2 asks for `iam:PassRole` when an instance is associated with a profile, for the role that
    /// the profile contains at that time. So whoever may not pass the role of the baseline can put
    /// another one into the profile, or create the profile again, and associate an instance.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    ///
    /// @param from null: it is gone
    /// @param record ProfileGuard's record of it
    /// @return a sentence without its end
    public static @Nullable String doubt(
            Rotation rotation, @Nullable InstanceProfile from, GuardRecord record) {
        if (from == null) {
            return "%s is gone, and who may have its role is not known: check what used it, then run the commands yourself"
                    .formatted(rotation.from());
        }
        if (!from.id().equals(rotation.fromId())) {
            return "%s was deleted and created again since the rotation started (%s): check what uses it, then run the commands yourself"
                    .formatted(from.name(), from.id());
        }
        if (record.withheld() != null) {
            return "ProfileGuard keeps the role out of %s, or still checks who uses it: %s changed it (%s). The finding role-withheld says what to do"
                    .formatted(from.name(), record.withheld().by(), record.withheld().cause());
        }
        if (from.id().equals(record.foreignId())) {
            return "%s (%s) was created by somebody untrusted: check what uses it, then run the commands yourself"
                    .formatted(from.name(), from.id());
        }
        Baseline baseline = record.baseline();
        if (baseline == null) {
            return "%s has no baseline, so nobody knows who may use it: adopt it first"
                    .formatted(from.name());
        }
        if (!baseline.profileId().equals(from.id())) {
            return "%s (%s) is not the profile that its baseline records (%s), which was deleted: adopt it first, if what uses it may have its role"
                    .formatted(from.name(), from.id(), baseline.profileId());
        }
        return isRight(from.role(), baseline.role())
                ? null
                : "%s does not contain what its baseline records: adopt the change or take it back first"
                        .formatted(from.name());
    }

    private static boolean isRight(@Nullable Role found, @Nullable RecordedRole recorded) {
        return found == null ? recorded == null : recorded != null && recorded.is(found);
    }

    /// The plan for a profile that is to be deleted. It ends after the removal of the role if an
    /// instance began to use the profile meanwhile.
    ///
    /// @param id its ID when the rotation knew it: another profile of the same name is left alone
    /// @param found null: it is gone
    /// @param done the decision once it is gone
    public static Plan plan(
            @Nullable String id, @Nullable InstanceProfile found, RotationDecision done) {
        if (found == null) {
            return Plan.leave(done, "The profile is gone");
        }
        if (!found.id().equals(id)) {
            return Plan.leave(
                    RotationDecision.REFUSED,
                    "%s was deleted and created again since the rotation started (%s): it is another profile, and is left alone"
                            .formatted(found.name(), found.id()));
        }
        List<Action> actions = new ArrayList<>();
        Role role = found.role();
        if (role != null) {
            actions.add(new Action.RemoveRole(found.name(), role.name()));
        }
        actions.add(new Action.DeleteProfile(found.name()));
        return Plan.of(
                done,
                "Nothing uses %s".formatted(found.name()),
                List.of(
                        new Remediation(
                                actions,
                                performed -> List.of(),
                                null,
                                new RemovalGate(found.name(), RotationDecision.REFUSED))),
                List.of(),
                Coverage.COMPLETE);
    }
}
