package dev.profileguard.rotation;

import dev.profileguard.cluster.ClusterUses;
import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.ComputeReader;
import dev.profileguard.compute.LatestRefreshes;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.rotation.rule.KnownAccess;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.rotation.rule.RotationState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads what AWS shows about a rotation.
///
/// @param access what EKS uses a role for; asked only where it decides
/// @param permission whether ProfileRotation may do steps itself, asked after everything else
record RotationReader(
        IamReader iam,
        ComputeReader compute,
        Function<RoleName, ClusterUses> access,
        Permissions permission) {
    /// Decides whether ProfileRotation may do steps itself.
    @FunctionalInterface
    interface Permissions {
        /// The permission.
        ///
        /// @param from the old profile; null: it is gone
        RotationState.Permission of(Rotation rotation, @Nullable InstanceProfile from);
    }

    /// The state of a rotation. What uses the old profile is read first: an instance that began to
    /// use it while it stood wrong is not in a state in which the profile stands right.
    RotationState state(Rotation rotation) {
        return state(rotation, everything(rotation));
    }

    /// The state of a rotation that ends. Whether something uses the profile that is to be deleted
    /// is a question for the survey: it needs no older versions of launch templates, so it does not
    /// matter if these cannot be read. If something does, the steps need all of it.
    RotationState ending(Rotation rotation) {
        ComputeInventory survey = compute.survey(names(rotation));
        return state(
                rotation, survey.of(rotation.leaving()).isUnused() ? survey : everything(rotation));
    }

    private ComputeInventory everything(Rotation rotation) {
        return compute.inventory(names(rotation));
    }

    private static Set<ProfileName> names(Rotation rotation) {
        return Set.of(rotation.from(), rotation.to());
    }

    private RotationState state(Rotation rotation, ComputeInventory inventory) {
        InstanceProfile from = iam.profile(rotation.from());
        RotationState state =
                new RotationState(
                        rotation,
                        from,
                        iam.profile(rotation.to()),
                        inventory,
                        Map.of(),
                        permission.of(rotation, from));
        List<ScalingGroup> groups = state.refreshingGroups();
        return state.with(groups.isEmpty() ? LatestRefreshes.NONE : compute.refreshes(groups))
                .with(access(state));
    }

    private KnownAccess access(RotationState state) {
        if (!state.needsEntries()) {
            return KnownAccess.NOT_ASKED;
        }
        RoleName name = state.rotation().role().name();
        RoleDetail role = iam.role(name);
        return new KnownAccess(access.apply(name), role == null ? null : role.created());
    }
}
