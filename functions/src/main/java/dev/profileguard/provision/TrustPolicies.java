package dev.profileguard.provision;

import dev.profileguard.event.Json;
import dev.profileguard.event.UnreadableEventException;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.trust.MalformedTrustPolicyException;
import dev.profileguard.iam.trust.TrustPolicy;
import dev.profileguard.provision.rule.ProvisionTrigger;
import org.jspecify.annotations.Nullable;

/// Reads trust policies from their text.
final class TrustPolicies {
    private TrustPolicies() {}

    /// Whether EC2 may assume a role, by the policy in the trigger's call; null: the call has no
    /// policy.
    ///
    /// @throws UnreadableEventException when it is not a trust policy
    static TrustPolicy.@Nullable Answer claimed(ProvisionTrigger.Wanted wanted) {
        String text = wanted.trustPolicy();
        if (text == null) {
            return null;
        }
        String what = "The trust policy in the event";
        try {
            return TrustPolicy.of(Json.read(what, text)).allowsEc2();
        } catch (MalformedTrustPolicyException e) {
            throw new UnreadableEventException(what + ": " + e.getMessage(), e);
        }
    }

    /// Whether EC2 may assume a role.
    ///
    /// @throws MalformedTrustPolicyException when its trust policy is invalid
    static TrustPolicy.Answer of(RoleDetail role) {
        String what = "The trust policy of role %s".formatted(role.name());
        try {
            return TrustPolicy.of(Json.read(what, role.trustPolicy())).allowsEc2();
        } catch (UnreadableEventException e) {
            throw new MalformedTrustPolicyException(String.valueOf(e.getMessage()), e);
        } catch (MalformedTrustPolicyException e) {
            throw new MalformedTrustPolicyException(what + ": " + e.getMessage(), e);
        }
    }
}
