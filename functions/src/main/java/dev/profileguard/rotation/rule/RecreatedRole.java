package dev.profileguard.rotation.rule;

import dev.profileguard.cluster.ClusterUse;
import dev.profileguard.cluster.ClusterUses;
import dev.profileguard.finding.ClusterCommands;
import dev.profileguard.finding.Commands;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.trust.RecreatedPrincipal;
import dev.profileguard.iam.trust.TrustDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A role that was deleted and created again under the same name: it has another ID, and whatever
/// remembers the ID does not know it. The steps that mend this, which only people can do.
///
/// @param role as it is now
/// @param arn of the role
/// @param formerIds the IDs of earlier roles of this name, as far as they are known
/// @param trust the trust policies of the account's roles
/// @param clusters what the clusters use the role for
/// @param profiles those whose baseline records an earlier role of this name
public record RecreatedRole(
        RoleDetail role,
        Arn arn,
        List<String> formerIds,
        Map<RoleName, TrustDocument> trust,
        ClusterUses clusters,
        List<ProfileName> profiles) {
    /// Takes copies.
    public RecreatedRole {
        formerIds = List.copyOf(formerIds);
        profiles = List.copyOf(profiles);
    }

    /// The steps, in order; empty: nothing is known to be broken.
    public List<RotationStep> steps() {
        List<RotationStep> steps = new ArrayList<>();
        clusters.uses().stream()
                .filter(ClusterUse.Entry.class::isInstance)
                .map(ClusterUse.Entry.class::cast)
                .filter(entry -> entry.isOlderThan(role.created()))
                .forEach(entry -> steps.add(entry(entry)));
        for (String id : formerIds) {
            new RecreatedPrincipal(id, arn)
                    .renewed(trust)
                    .forEach((name, document) -> steps.add(trust(id, name, document)));
        }
        profiles.forEach(profile -> steps.add(profile(profile)));
        return steps;
    }

    /// See https://docs.aws.amazon.com/eks/latest/userguide/access-entries.html
    private RotationStep entry(ClusterUse.Entry entry) {
        String region = entry.cluster().region();
        String cluster = entry.cluster().name();
        String principal = entry.principalArn();
        return RotationStep.byHand(
                "Make the access entry of role %s in %s again"
                        .formatted(role.name(), entry.cluster().text()),
                "The entry is of %s, the role of %s: EKS remembers the ID of the earlier role, and lets nobody with this one in. Note the entry's groups and access policies before you delete it"
                        .formatted(entry.created(), role.created()),
                List.of(
                        ClusterCommands.showAccessEntry(region, cluster, principal),
                        ClusterCommands.listAccessPolicies(region, cluster, principal),
                        ClusterCommands.deleteAccessEntry(entry.cluster(), principal),
                        ClusterCommands.createAccessEntry(
                                entry.cluster(), principal, entry.type())),
                ClusterCommands.showAccessEntry(region, cluster, principal));
    }

    private RotationStep trust(String id, RoleName name, String document) {
        return RotationStep.byHand(
                "Save the trust policy of role %s again".formatted(name),
                "It shows %s, the ID of an earlier role %s: the new one is not the same principal"
                        .formatted(id, role.name()),
                List.of(Commands.updateTrust(name.value(), document)),
                Commands.showRole(name));
    }

    private RotationStep profile(ProfileName profile) {
        return RotationStep.byHand(
                "Give what is linked to %s a new profile".formatted(profile),
                "Its baseline records an earlier role %s. Instances get the credentials of the new role by themselves; a cluster that is linked to the profile needs a new one. Without one, make the role the baseline"
                        .formatted(role.name()),
                List.of(Commands.rotate(profile, role.name()), Commands.adopt(profile)),
                Commands.usage(profile));
    }
}
