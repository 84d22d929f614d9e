package dev.profileguard.rotation.rule;

import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.InstanceRefresh;
import dev.profileguard.compute.LatestRefreshes;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.compute.ProfileUsage;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.iam.InstanceProfile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A rotation, and what AWS shows about it.
///
/// @param from the old profile; null: it is gone
/// @param to the new profile; null: it is not there yet
/// @param inventory what uses the two profiles
/// @param refreshes the latest instance refresh of each group that was asked about, by region and
///   group
/// @param access the access entries of the new role
/// @param may whether ProfileRotation may do steps itself
public record RotationState(
        Rotation rotation,
        @Nullable InstanceProfile from,
        @Nullable InstanceProfile to,
        ComputeInventory inventory,
        Map<String, InstanceRefresh> refreshes,
        KnownAccess access,
        Permission may) {
    /// A state before EKS was asked about access entries.
    public RotationState(
            Rotation rotation,
            @Nullable InstanceProfile from,
            @Nullable InstanceProfile to,
            ComputeInventory inventory,
            Map<String, InstanceRefresh> refreshes,
            Permission may) {
        this(rotation, from, to, inventory, refreshes, KnownAccess.NOT_ASKED, may);
    }

    /// Whether ProfileRotation may do something itself.
    ///
    /// @param why why it may not, as a sentence; null: it may
    public record Permission(@Nullable String why) {
        /// It may.
        public static final Permission GIVEN = new Permission(null);

        /// Whether it may.
        public boolean isGiven() {
            return why == null;
        }
    }

    /// Takes a copy.
    public RotationState {
        refreshes = Map.copyOf(refreshes);
    }

    /// The key of a group in [#refreshes].
    public static String key(ScalingGroup group) {
        return group.region() + "/" + group.name();
    }

    /// What uses the old profile.
    public ProfileUsage old() {
        return inventory.of(rotation.from());
    }

    /// What uses the new profile.
    public ProfileUsage replacement() {
        return inventory.of(rotation.to());
    }

    /// What uses the profile that is to be deleted.
    public ProfileUsage leaving() {
        return inventory.of(rotation.leaving());
    }

    /// Whether the new profile is there with its role.
    public boolean hasNewProfile() {
        InstanceProfile profile = to;
        return profile != null
                && rotation.role().isIn(profile)
                && (rotation.toId() == null || rotation.toId().equals(profile.id()));
    }

    /// The same state of a rotation that is stored otherwise now.
    public RotationState of(Rotation stored) {
        return new RotationState(stored, from, to, inventory, refreshes, access, may);
    }

    /// The same state with what is known about instance refreshes. What is not known is missing in
    /// the inventory.
    public RotationState with(LatestRefreshes latest) {
        Map<String, InstanceRefresh> known = new HashMap<>();
        latest.found().forEach((group, refresh) -> known.put(key(group), refresh));
        return new RotationState(
                rotation,
                from,
                to,
                inventory.without(latest.gone()).missing(latest.unknown()),
                known,
                access,
                may);
    }

    /// The same state with what is known about access entries.
    public RotationState with(KnownAccess known) {
        return new RotationState(rotation, from, to, inventory, refreshes, known, may);
    }

    /// Whether the access entries of the new role decide what is to be done.
    public boolean needsEntries() {
        return !new ClusterSteps(this).access().isEmpty();
    }

    /// The groups whose latest instance refresh decides what comes next: they do not start
    /// instances with the profile that is to be deleted, and have some with it. While a rotation
    /// finishes, it decides nothing if the inventory is incomplete, because all steps come later
    /// then, and for groups whose last instances shut down.
    public List<ScalingGroup> refreshingGroups() {
        boolean isFinishing = rotation.phase() == Rotation.Phase.FINISH;
        if (isFinishing && !inventory.isComplete()) {
            return List.of();
        }
        return leaving().groups().stream()
                .filter(each -> !inventory.starts(each, rotation.leaving()))
                .filter(each -> !isFinishing || !areEnding(each))
                .toList();
    }

    private boolean areEnding(ScalingGroup group) {
        return inventory.instances(group, rotation.leaving()).stream()
                .allMatch(ProfileInstance::isEnding);
    }

    /// Whether an instance refresh replaces the instances of a group now.
    boolean isRefreshed(ScalingGroup group) {
        InstanceRefresh latest = refresh(group);
        return latest != null && latest.isRunning();
    }

    /// The latest instance refresh of a group; null: none, or it was not asked about.
    @Nullable InstanceRefresh refresh(ScalingGroup group) {
        return refreshes.get(key(group));
    }

    /// Whether the instances of a Kubernetes cluster would get a role that the cluster does not
    /// know.
    boolean needsAccess(@Nullable String cluster) {
        return cluster != null && rotation.role().isAnother();
    }

    /// The Kubernetes cluster of a group whose new instances would have a role that the cluster
    /// does not know.
    ///
    /// @return null: none
    @Nullable String clusterWithoutAccess(ScalingGroup group) {
        return Stream.concat(
                        Stream.of(group.owner()),
                        inventory.instancesOf(group).map(ProfileInstance::owner))
                .flatMap(each -> Stream.ofNullable(each.cluster()))
                .filter(this::needsAccess)
                .findFirst()
                .orElse(null);
    }
}
