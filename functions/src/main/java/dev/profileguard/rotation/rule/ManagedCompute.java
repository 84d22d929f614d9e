package dev.profileguard.rotation.rule;

import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.Manager;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.compute.ScalingGroup;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What GKE on AWS or EKS made, so that only they may change it, and what other tools made. Others
/// can remove the tags of a group or a launch template: its instances, and the groups that use it,
/// count too.
///
/// See https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
record ManagedCompute(ComputeInventory inventory) {
    /// Whether a group is theirs.
    boolean has(ScalingGroup group) {
        return has(group.owner())
                || inventory.nodegroups().stream()
                        .filter(each -> each.region().equals(group.region()))
                        .anyMatch(each -> each.groups().contains(group.name()))
                || inventory.instancesOf(group).anyMatch(each -> has(each.owner()));
    }

    /// Whether a launch template is theirs, or one of their groups uses it.
    boolean has(LaunchTemplate template) {
        return has(template.owner()) || inventory.groupsOf(template).anyMatch(this::has);
    }

    /// The tool that made a group, as the tags of the group or of its instances say; null: none.
    @Nullable Manager manager(ScalingGroup group) {
        return Stream.concat(
                        Stream.of(group.owner()),
                        inventory.instancesOf(group).map(ProfileInstance::owner))
                .flatMap(each -> Stream.ofNullable(each.manager()))
                .findFirst()
                .orElse(null);
    }

    /// The tool that made a launch template, or one of the groups that use it; null: none.
    @Nullable Manager manager(LaunchTemplate template) {
        return Stream.concat(
                        Stream.ofNullable(template.owner().manager()),
                        inventory
                                .groupsOf(template)
                                .flatMap(each -> Stream.ofNullable(manager(each))))
                .findFirst()
                .orElse(null);
    }

    /// Whether tags say that something is theirs.
    static boolean has(Owner owner) {
        return owner.isGke() || owner.isManagedByEks();
    }
}
