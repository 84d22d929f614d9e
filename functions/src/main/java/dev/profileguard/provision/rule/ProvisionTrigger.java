package dev.profileguard.provision.rule;

import dev.profileguard.event.Call;
import dev.profileguard.iam.RoleName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What starts ProfileProvisioner for a role.
public sealed interface ProvisionTrigger {
    /// The role.
    RoleName role();

    /// The call that started it.
    Call call();

    /// The role may need a profile: it was created, its trust policy was changed, a call to EC2
    /// named a missing profile, or a person requests it.
    ///
    /// @param creator the principal that created or changed the role, or called EC2
    /// @param since the start of the delay in which others can create the profile themselves;
    ///   [Instant#EPOCH]: no delay
    /// @param trustPolicy the policy in the call, JSON; null: the call contains none
    record Wanted(
            RoleName role, Creator creator, Instant since, @Nullable String trustPolicy, Call call)
            implements ProvisionTrigger {
        /// The same trigger without the trust policy of the call.
        public Wanted withoutTrustPolicy() {
            return new Wanted(role, creator, since, null, call);
        }
    }

    /// The role's deletion failed because a profile may contain it.
    record DeletionRefused(RoleName role, Call call) implements ProvisionTrigger {}

    /// The role was deleted, so that its profile is not needed any more.
    record RoleDeleted(RoleName role, Call call) implements ProvisionTrigger {}
}
