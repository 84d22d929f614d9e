package dev.profileguard.rotation;

import dev.profileguard.compute.ComputeReader;
import dev.profileguard.compute.InstanceRefresh;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.iam.IamReader;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.rotation.rule.RotationState;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads what AWS shows about a rotation.
record RotationReader(IamReader iam, ComputeReader compute) {
    /// The state of a rotation.
    ///
    /// @param may whether ProfileRotation may do steps itself
    /// @throws dev.profileguard.compute.ComputeException if Auto Scaling cannot be asked about a
    ///   group's instance refresh
    RotationState state(Rotation rotation, RotationState.Permission may) {
        RotationState state =
                new RotationState(
                        rotation,
                        iam.profile(rotation.from()),
                        iam.profile(rotation.to()),
                        compute.inventory(Set.of(rotation.from(), rotation.to())),
                        Map.of(),
                        may);
        Map<String, InstanceRefresh> refreshes = new LinkedHashMap<>();
        for (ScalingGroup group : state.refreshingGroups()) {
            List<InstanceRefresh> latest = compute.refreshes(group.region(), group.name());
            if (!latest.isEmpty()) {
                refreshes.put(RotationState.key(group), latest.getFirst());
            }
        }
        return state.with(refreshes);
    }
}
