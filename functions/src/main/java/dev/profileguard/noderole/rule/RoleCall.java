package dev.profileguard.noderole.rule;

import dev.profileguard.event.Call;

/// A call that changed a role, as CloudTrail recorded it.
///
/// @param policy the ARN of the managed policy; empty: the call names none
/// @param setCurrentTrust whether the trust policy that the call set is the role's current one
public record RoleCall(Type type, String policy, boolean setCurrentTrust, Call call) {
    /// What the call did.
    public enum Type {
        /// It created the role, with its trust policy.
        CREATED,
        /// It replaced the trust policy.
        TRUST_SET,
        /// It attached a managed policy.
        ATTACHED,
        /// It detached a managed policy.
        DETACHED
    }
}
