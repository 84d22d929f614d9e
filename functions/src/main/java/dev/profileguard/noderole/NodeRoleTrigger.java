package dev.profileguard.noderole;

import dev.profileguard.event.Call;
import dev.profileguard.iam.RoleName;
import dev.profileguard.noderole.rule.NodeRoleChange;
import dev.profileguard.noderole.rule.ProfileChange;

/// What an event points to.
sealed interface NodeRoleTrigger {
    /// A role, because its policies changed, or it is new.
    record RoleChanged(NodeRoleChange change) implements NodeRoleTrigger {}

    /// A role whose trust policy changed, and the profiles that contain it.
    record TrustChanged(RoleName role, Call call) implements NodeRoleTrigger {}

    /// A profile that contains another role now.
    record RoleAdded(RoleName role, ProfileChange change) implements NodeRoleTrigger {}

    /// A managed policy with another default version, and the roles that it is attached to.
    ///
    /// @param arn of the policy
    record PolicyChanged(String arn, Call call) implements NodeRoleTrigger {}
}
