package dev.profileguard.rotation.mend.rule;

import dev.profileguard.cluster.ClusterUse;
import dev.profileguard.cluster.ClusterUses;
import dev.profileguard.finding.ClusterCommands;
import dev.profileguard.iam.Arn;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.trust.TrustDocument;
import dev.profileguard.resource.PolicyResource;
import dev.profileguard.rotation.rule.RotationStep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A role that was deleted and created again under the same name: it has another ID, and whatever
/// remembers the ID does not know it. The steps that mend this, which only people can do.
///
/// What is done is read, not remembered: a step whose commands were run is not there any more.
///
/// @param role as it is now
/// @param arn of the role
/// @param formerIds the IDs of earlier roles of this name, as far as they are known
/// @param trust the trust policies of the account's roles
/// @param policies of keys and buckets that contain one of the IDs
/// @param clusters what the clusters use the role for
/// @param profiles those that contain the role
public record RecreatedRole(
        RoleDetail role,
        Arn arn,
        List<String> formerIds,
        Map<RoleName, TrustDocument> trust,
        Map<PolicyResource, Map<String, Object>> policies,
        ClusterUses clusters,
        List<RoleProfile> profiles) {
    /// The number of steps of one kind that an answer shows: its length is limited.
    ///
    /// See https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    private static final int MOST_OF_A_KIND = 50;

    /// Steps that are alike.
    ///
    /// @param what their things are, after a number
    private record Kind(String what, List<RotationStep> steps) {
        private Stream<RotationStep> shown() {
            return steps.stream().limit(MOST_OF_A_KIND);
        }

        private Stream<String> left() {
            int left = steps.size() - MOST_OF_A_KIND;
            return left > 0 ? Stream.of("%d more %s".formatted(left, what)) : Stream.empty();
        }
    }

    /// Takes copies.
    public RecreatedRole {
        formerIds = List.copyOf(formerIds);
        profiles = List.copyOf(profiles);
    }

    /// What to do.
    ///
    /// @param steps in order, at most 50 of each kind; empty: nothing is known to be broken
    /// @param left what the steps do not contain because there is too much, such as `3 more trust
    ///   policies name an earlier role`
    public record Mends(List<RotationStep> steps, List<String> left) {}

    /// What to do, computed from all policies.
    public Mends mends() {
        List<Kind> kinds = kinds();
        return new Mends(
                kinds.stream().flatMap(Kind::shown).toList(),
                kinds.stream().flatMap(Kind::left).toList());
    }

    private List<Kind> kinds() {
        return List.of(
                new Kind("access entries are of an earlier role", ofEntries()),
                new Kind("trust policies name an earlier role", ofTrust()),
                new Kind("policies of keys and buckets name an earlier role", ofResources()),
                new Kind("steps are for profiles with the role", ofProfiles()));
    }

    private List<RotationStep> ofEntries() {
        return clusters.uses().stream()
                .filter(ClusterUse.Entry.class::isInstance)
                .map(ClusterUse.Entry.class::cast)
                .filter(entry -> entry.isOlderThan(role.created()))
                .map(this::entry)
                .toList();
    }

    private List<RotationStep> ofTrust() {
        RenewedPolicies renewed = new RenewedPolicies(role, arn, formerIds);
        List<RotationStep> steps = new ArrayList<>();
        trust.forEach((name, policy) -> add(steps, renewed.trust(name, policy.json())));
        return steps;
    }

    private List<RotationStep> ofResources() {
        RenewedPolicies renewed = new RenewedPolicies(role, arn, formerIds);
        List<RotationStep> steps = new ArrayList<>();
        policies.forEach((resource, policy) -> add(steps, renewed.resource(resource, policy)));
        return steps;
    }

    private List<RotationStep> ofProfiles() {
        return profiles.stream()
                .flatMap(each -> each.steps(role.name(), role.created()).stream())
                .toList();
    }

    private static void add(List<RotationStep> steps, @Nullable RotationStep step) {
        if (step != null) {
            steps.add(step);
        }
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
                ClusterCommands.remakeAccessEntry(entry.cluster(), principal, entry.type()),
                ClusterCommands.showAccessEntry(region, cluster, principal));
    }
}
