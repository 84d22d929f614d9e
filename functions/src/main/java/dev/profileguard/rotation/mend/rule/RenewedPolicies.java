package dev.profileguard.rotation.mend.rule;

import dev.profileguard.finding.Commands;
import dev.profileguard.finding.PolicyCommands;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.trust.RecreatedPrincipal;
import dev.profileguard.iam.trust.RecreatedPrincipal.Renewed;
import dev.profileguard.resource.PolicyResource;
import dev.profileguard.rotation.rule.RotationStep;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The steps for policies that name roles that were deleted.
///
/// @param role that was created again
/// @param arn of the role
/// @param formerIds the IDs of earlier roles of this name
record RenewedPolicies(RoleDetail role, Arn arn, List<String> formerIds) {
    /// The step for the trust policy of a role; null: it names none of the earlier roles.
    @Nullable RotationStep trust(RoleName name, Map<String, Object> policy) {
        Renewed renewed = renewed(policy);
        return renewed == null
                ? null
                : RotationStep.byHand(
                        "Save the trust policy of role %s again".formatted(name),
                        why(policy, renewed),
                        List.of(Commands.updateTrust(name.value(), renewed.document())),
                        Commands.showRole(name));
    }

    /// The step for the policy of a key or bucket; null: it names none of the earlier roles.
    ///
    /// See https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying.html
    @Nullable RotationStep resource(PolicyResource resource, Map<String, Object> policy) {
        Renewed renewed = renewed(policy);
        return renewed == null
                ? null
                : RotationStep.byHand(
                        "Save the policy of %s again".formatted(resource.text()),
                        why(policy, renewed),
                        List.of(
                                PolicyCommands.show(resource),
                                PolicyCommands.save(resource, renewed.document())),
                        PolicyCommands.show(resource));
    }

    /// AWS accepts no policy with the ID of any deleted role, so that all are replaced at once.
    private @Nullable Renewed renewed(Map<String, Object> policy) {
        Map<String, Object> now = policy;
        Set<String> written = new LinkedHashSet<>();
        for (String id : formerIds) {
            Renewed next = principal(id).in(now);
            if (next != null) {
                now = next.policy();
                written.addAll(next.written());
            }
        }
        return now.equals(policy) ? null : new Renewed(now, written);
    }

    private RecreatedPrincipal principal(String id) {
        return new RecreatedPrincipal(id, arn, role.role().id());
    }

    private String why(Map<String, Object> policy, Renewed renewed) {
        String ids =
                formerIds.stream()
                        .filter(each -> principal(each).in(policy) != null)
                        .collect(Collectors.joining(", "));
        String shows =
                "It names %s, the ID of an earlier role %s: the new one is not the same principal"
                        .formatted(ids, role.name());
        return renewed.written().isEmpty()
                ? shows
                : "%s. Somebody wrote the ID into it (%s), so that it has to be edited, not only saved: the command writes %s, the ID of the new role, there. Read it before you run it"
                        .formatted(shows, String.join(", ", renewed.written()), role.role().id());
    }
}
