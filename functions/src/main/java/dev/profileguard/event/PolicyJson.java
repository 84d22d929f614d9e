package dev.profileguard.event;

import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.policy.MalformedPolicyException;
import dev.profileguard.iam.policy.PolicyDocument;
import dev.profileguard.iam.policy.PolicyText;
import dev.profileguard.iam.trust.MalformedTrustPolicyException;
import dev.profileguard.iam.trust.TrustPolicy;

/// Reads policies from their JSON text.
public final class PolicyJson {
    private PolicyJson() {}

    /// Whether EC2 may assume a role.
    ///
    /// @param trustPolicy the text of its trust policy
    /// @throws MalformedTrustPolicyException if that is none; the message names the role
    public static TrustPolicy.Answer trust(RoleName role, String trustPolicy) {
        String what = "The trust policy of role %s".formatted(role);
        try {
            return TrustPolicy.of(Json.read(what, trustPolicy)).allowsEc2();
        } catch (UnreadableEventException e) {
            throw new MalformedTrustPolicyException(String.valueOf(e.getMessage()), e);
        } catch (MalformedTrustPolicyException e) {
            throw new MalformedTrustPolicyException(what + ": " + e.getMessage(), e);
        }
    }

    /// An identity policy or permissions boundary.
    ///
    /// @throws MalformedPolicyException if the text is none; the message names the policy
    public static PolicyDocument document(PolicyText policy) {
        String what = "The policy %s".formatted(policy.name());
        try {
            return PolicyDocument.of(policy.name(), Json.read(what, policy.json()));
        } catch (UnreadableEventException e) {
            throw new MalformedPolicyException(String.valueOf(e.getMessage()), e);
        } catch (MalformedPolicyException e) {
            throw new MalformedPolicyException(what + ": " + e.getMessage(), e);
        }
    }
}
