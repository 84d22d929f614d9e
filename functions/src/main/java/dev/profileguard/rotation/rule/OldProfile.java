package dev.profileguard.rotation.rule;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.Role;
import dev.profileguard.reconcile.Plan;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Deletes the profile that nothing uses any more.
public final class OldProfile {
    private OldProfile() {}

    /// The plan for a profile that is to be deleted.
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
        return new Plan(done, "Nothing uses %s".formatted(found.name()), actions, List.of());
    }
}
