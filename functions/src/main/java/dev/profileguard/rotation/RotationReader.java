package dev.profileguard.rotation;

import dev.profileguard.cluster.ClusterUses;
import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.ComputeReader;
import dev.profileguard.compute.InstanceRefresh;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.iam.IamReader;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.rotation.rule.KnownAccess;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.rotation.rule.RotationState;
import java.util.LinkedHashMap;
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
    ///
    /// @throws dev.profileguard.compute.ComputeException if Auto Scaling cannot be asked about a
    ///   group's instance refresh
    RotationState state(Rotation rotation) {
        ComputeInventory inventory = compute.inventory(Set.of(rotation.from(), rotation.to()));
        InstanceProfile from = iam.profile(rotation.from());
        RotationState state =
                new RotationState(
                        rotation,
                        from,
                        iam.profile(rotation.to()),
                        inventory,
                        Map.of(),
                        permission.of(rotation, from));
        Map<String, InstanceRefresh> refreshes = new LinkedHashMap<>();
        for (ScalingGroup group : state.refreshingGroups()) {
            List<InstanceRefresh> latest = compute.refreshes(group.region(), group.name());
            if (!latest.isEmpty()) {
                refreshes.put(RotationState.key(group), latest.getFirst());
            }
        }
        return state.with(refreshes).with(access(state));
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
