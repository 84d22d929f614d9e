package dev.profileguard.rotation.rule;

import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ScalingGroup;

/// What GKE on AWS or EKS made, so that only they may change it. Others can remove the tags of a
/// group or a launch template: its instances, and the groups that use it, count too.
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

    /// Whether tags say that something is theirs.
    static boolean has(Owner owner) {
        return owner.isGke() || owner.isManagedByEks();
    }
}
