package dev.profileguard.event;

import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.policy.MalformedPolicyException;
import dev.profileguard.iam.policy.PolicyDocument;
import dev.profileguard.iam.policy.PolicyText;
import dev.profileguard.iam.trust.MalformedTrustPolicyException;
import dev.profileguard.iam.trust.TrustDocument;

/// Reads policies from their JSON text.
public final class PolicyJson {
    private PolicyJson() {}

    /// The trust policy of a role. A text that is none becomes one that says why.
    public static TrustDocument trust(RoleName role, String text) {
        String what = "The trust policy of role %s".formatted(role);
        try {
            return TrustDocument.of(Json.read(what, text));
        } catch (UnreadableEventException e) {
            return TrustDocument.unreadable(String.valueOf(e.getMessage()));
        } catch (MalformedTrustPolicyException e) {
            return TrustDocument.unreadable(what + ": " + e.getMessage());
        }
    }

    /// An identity policy or permissions boundary.
    ///
    /// @throws MalformedPolicyException if the text is none, or IAM does not show it; the message
    ///   names the policy
    public static PolicyDocument document(PolicyText policy) {
        String what = "The policy %s".formatted(policy.name());
        if (policy.refusal() != null) {
            throw new MalformedPolicyException(
                    "%s cannot be read: %s".formatted(what, policy.refusal()));
        }
        try {
            return PolicyDocument.of(policy.name(), Json.read(what, policy.json()));
        } catch (UnreadableEventException e) {
            throw new MalformedPolicyException(String.valueOf(e.getMessage()), e);
        } catch (MalformedPolicyException e) {
            throw new MalformedPolicyException(what + ": " + e.getMessage(), e);
        }
    }
}
