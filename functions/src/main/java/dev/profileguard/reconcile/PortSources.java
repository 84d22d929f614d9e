package dev.profileguard.reconcile;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterPods;
import dev.profileguard.cluster.ClusterQuestion;
import dev.profileguard.cluster.ClusterUses;
import dev.profileguard.compute.KeptUsage;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.LookupKey;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.policy.AttachedPolicy;
import dev.profileguard.iam.policy.Decoding;
import dev.profileguard.iam.policy.PolicyNames;
import dev.profileguard.iam.policy.PolicyText;
import dev.profileguard.iam.trust.HeldRole;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ProvenanceRecord;
import dev.profileguard.state.TagRecord;
import dev.profileguard.state.failure.FailureBurst;
import dev.profileguard.state.repair.RepairRecord;
import dev.profileguard.state.stored.UnreadableRecordException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// Answers reads through the ports.
///
/// @param lookups waits between lookups in CloudTrail
record PortSources(Ports ports, Backoff lookups) implements Read.Sources {
    @Override
    public @Nullable InstanceProfile profile(ProfileName name) {
        return ports.reader().profile(name);
    }

    @Override
    public @Nullable RoleDetail role(RoleName name) {
        return ports.reader().role(name);
    }

    @Override
    public List<InstanceProfile> profilesWith(RoleName role) {
        return ports.reader().profilesWith(role);
    }

    @Override
    public List<AttachedPolicy> attachedPolicies(RoleName role) {
        return ports.policies().attached(role);
    }

    @Override
    public List<PolicyText> inlinePolicies(RoleName role) {
        return ports.policies().inline(role);
    }

    @Override
    public @Nullable PolicyText managedPolicy(String arn) {
        return ports.policies().managed(arn);
    }

    @Override
    public List<RoleName> rolesWithPolicy(String arn) {
        return ports.policies().rolesWith(arn);
    }

    @Override
    public @Nullable HeldRole roleIn(ProfileName profile) {
        return ports.policies().heldBy(profile);
    }

    @Override
    public List<HeldRole> holdersOf(RoleName role) {
        return ports.policies().holders(role);
    }

    @Override
    public Quota profileQuota() {
        return ports.reader().profileQuota();
    }

    @Override
    public GuardRecord guardRecord(ProfileName profile) {
        return ports.guard().load(profile);
    }

    /// A finding must not be lost because of what only explains it.
    @Override
    public @Nullable KeptUsage usage(ProfileName profile) {
        try {
            return ports.guard().usage(profile);
        } catch (SdkException | UnreadableRecordException e) {
            return null;
        }
    }

    @Override
    public TagRecord tagRecord(String subject) {
        return ports.tags().load(subject);
    }

    @Override
    public @Nullable ProvenanceRecord provenance(ProfileName profile) {
        return ports.provenance().load(profile);
    }

    @Override
    public List<CloudTrailEvent> calls(String resource, Instant since) {
        return ports.calls().about(LookupKey.resource(resource), since, lookups);
    }

    @Override
    public Read.History history(LookupKey key, Instant since) {
        try {
            return new Read.History.Known(ports.calls().about(key, since, lookups));
        } catch (SdkException | ChangedMeanwhileException e) {
            return new Read.History.Unavailable(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public ProfileUse profileUse(Set<String> names) {
        return ports.users().of(names);
    }

    @Override
    public ProfileUse association(String region, String instance, String association) {
        return ports.users().association(region, instance, association);
    }

    @Override
    public ClusterUses clusterUses(ClusterQuestion question) {
        return ports.clusters().uses(question);
    }

    @Override
    public ClusterPods clusterPods(Cluster cluster) {
        return ports.clusters().pods(cluster);
    }

    @Override
    public @Nullable PolicyNames policyNames(RoleName role) {
        return ports.policies().names(role);
    }

    @Override
    public Decoding decoded(String encoded) {
        return ports.decoder().decode(encoded);
    }

    @Override
    public FailureBurst failures(String key) {
        return ports.failures().load(key);
    }

    @Override
    public RepairRecord repairs(String subject) {
        return ports.repairs().load(subject);
    }

    @Override
    public Instant time(Instant notBefore) {
        Duration early = Duration.between(ports.clock().instant(), notBefore);
        if (early.isPositive()) {
            ports.backoff().await(early);
        }
        return ports.clock().instant();
    }
}
