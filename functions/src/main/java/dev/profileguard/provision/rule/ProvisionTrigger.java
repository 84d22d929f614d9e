package dev.profileguard.provision.rule;

import dev.profileguard.event.Call;
import dev.profileguard.iam.RoleName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What brings ProfileProvisioner to look at a role.
public sealed interface ProvisionTrigger {
    /// The role.
    RoleName role();

    /// The call that led here.
    Call call();

    /// The role should have a profile: it was made, its trust policy was changed, EC2 was asked for
    /// a profile of its name, or a person asks for it.
    ///
    /// @param creator who made the role what it is, or asked EC2 for the profile
    /// @param since others may make the profile themselves from this moment on, and are waited for;
    ///   [Instant#EPOCH]: nobody is waited for
    /// @param trustPolicy as the call set it, JSON; null: the call does not tell
    record Wanted(
            RoleName role, Creator creator, Instant since, @Nullable String trustPolicy, Call call)
            implements ProvisionTrigger {
        /// The same, where the trust policy that the call set does not count.
        public Wanted withoutTrustPolicy() {
            return new Wanted(role, creator, since, null, call);
        }
    }

    /// The role could not be deleted since something still holds it.
    record DeletionRefused(RoleName role, Call call) implements ProvisionTrigger {}
}
