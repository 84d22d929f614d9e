package dev.profileguard.reconcile;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterPods;
import dev.profileguard.cluster.ClusterQuestion;
import dev.profileguard.cluster.ClusterUses;
import dev.profileguard.compute.KeptUsage;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.event.LookupKey;
import dev.profileguard.iam.Action;
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
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One thing that a rule can read. Data only: [Ports] makes the read.
///
/// @param <T> the type of the answer
public sealed interface Read<T extends @Nullable Object> {
    /// Makes the read. Each kind asks for itself: a switch over all kinds would cost a cold start
    /// several milliseconds.
    T from(Sources sources);

    /// Whether one answer is enough for an attempt; see [Cached].
    default boolean isCached() {
        return false;
    }

    /// Whether one answer is enough for all attempts of an invocation.
    default boolean isKept() {
        return false;
    }

    /// Whether an action may change the answer.
    default boolean isStaleAfter(Action action) {
        return false;
    }

    /// A read whose answer is enough for an attempt; only what AWS answers.
    sealed interface Cached<T extends @Nullable Object> extends Read<T> {
        @Override
        default boolean isCached() {
            return true;
        }
    }

    /// Where answers come from; a method for each kind of read.
    interface Sources {
        @Nullable InstanceProfile profile(ProfileName name);

        @Nullable RoleDetail role(RoleName name);

        List<InstanceProfile> profilesWith(RoleName role);

        List<AttachedPolicy> attachedPolicies(RoleName role);

        List<PolicyText> inlinePolicies(RoleName role);

        @Nullable PolicyText managedPolicy(String arn);

        List<RoleName> rolesWithPolicy(String arn);

        @Nullable HeldRole roleIn(ProfileName profile);

        List<HeldRole> holdersOf(RoleName role);

        Quota profileQuota();

        GuardRecord guardRecord(ProfileName profile);

        @Nullable KeptUsage usage(ProfileName profile);

        TagRecord tagRecord(String subject);

        @Nullable ProvenanceRecord provenance(ProfileName profile);

        List<CloudTrailEvent> calls(String resource, Instant since);

        History history(LookupKey key, Instant since);

        ProfileUse profileUse(Set<String> names);

        ProfileUse association(String region, String instance, String association);

        ClusterUses clusterUses(ClusterQuestion question);

        ClusterPods clusterPods(Cluster cluster);

        @Nullable PolicyNames policyNames(RoleName role);

        Decoding decoded(String encoded);

        FailureBurst failures(String key);

        RepairRecord repairs(String subject);

        Instant time(Instant notBefore);
    }

    /// An instance profile with its tags, from IAM. Null: there is none.
    record OfProfile(ProfileName name) implements Cached<@Nullable InstanceProfile> {
        @Override
        public @Nullable InstanceProfile from(Sources sources) {
            return sources.profile(name);
        }

        @Override
        public boolean isStaleAfter(Action action) {
            return action.subject().equalsIgnoreCase(name.subject());
        }
    }

    /// A role with its tags and trust policy, from IAM. Null: there is none.
    record OfRole(RoleName name) implements Cached<@Nullable RoleDetail> {
        @Override
        public @Nullable RoleDetail from(Sources sources) {
            return sources.role(name);
        }

        @Override
        public boolean isStaleAfter(Action action) {
            return action.subject().equalsIgnoreCase(name.subject());
        }
    }

    /// The profiles that hold a role, from IAM, without their tags.
    record OfProfilesWith(RoleName role) implements Cached<List<InstanceProfile>> {
        @Override
        public List<InstanceProfile> from(Sources sources) {
            return sources.profilesWith(role);
        }

        @Override
        public boolean isStaleAfter(Action action) {
            return (action instanceof Action.AddRole add && add.role().equals(role))
                    || (action instanceof Action.RemoveRole remove && remove.role().equals(role));
        }
    }

    /// The managed policies of a role, from IAM. Also empty: there is no such role.
    record OfAttachedPolicies(RoleName role) implements Cached<List<AttachedPolicy>> {
        @Override
        public List<AttachedPolicy> from(Sources sources) {
            return sources.attachedPolicies(role);
        }
    }

    /// The inline policies of a role, from IAM. Also empty: there is no such role.
    record OfInlinePolicies(RoleName role) implements Cached<List<PolicyText>> {
        @Override
        public List<PolicyText> from(Sources sources) {
            return sources.inlinePolicies(role);
        }
    }

    /// The default version of a managed policy, from IAM. Null: there is none.
    record OfManagedPolicy(String arn) implements Cached<@Nullable PolicyText> {
        @Override
        public @Nullable PolicyText from(Sources sources) {
            return sources.managedPolicy(arn);
        }
    }

    /// The roles that a managed policy is attached to, from IAM.
    record OfRolesWithPolicy(String arn) implements Cached<List<RoleName>> {
        @Override
        public List<RoleName> from(Sources sources) {
            return sources.rolesWithPolicy(arn);
        }
    }

    /// The role in a profile with its trust policy, from IAM. Null: there is none.
    record OfRoleIn(ProfileName profile) implements Cached<@Nullable HeldRole> {
        @Override
        public @Nullable HeldRole from(Sources sources) {
            return sources.roleIn(profile);
        }
    }

    /// The profiles that hold a role, each with the role, from IAM.
    record OfHolders(RoleName role) implements Cached<List<HeldRole>> {
        @Override
        public List<HeldRole> from(Sources sources) {
            return sources.holdersOf(role);
        }
    }

    /// The number of profiles in the account and its quota, from IAM.
    record OfProfileQuota() implements Read<Quota> {
        @Override
        public Quota from(Sources sources) {
            return sources.profileQuota();
        }
    }

    /// ProfileGuard's record of a profile; an empty record if there is none.
    record OfGuardRecord(ProfileName profile) implements Read<GuardRecord> {
        @Override
        public GuardRecord from(Sources sources) {
            return sources.guardRecord(profile);
        }
    }

    /// TagEnforcer's record of a profile or role; an empty record if there is none.
    ///
    /// @param subject such as `instance-profile/prod-web`
    record OfTagRecord(String subject) implements Read<TagRecord> {
        @Override
        public TagRecord from(Sources sources) {
            return sources.tagRecord(subject);
        }
    }

    /// The record that ProfileProvisioner created a profile. Null: there is none.
    record OfProvenance(ProfileName profile) implements Read<@Nullable ProvenanceRecord> {
        @Override
        public @Nullable ProvenanceRecord from(Sources sources) {
            return sources.provenance(profile);
        }
    }

    /// The calls about a resource of this name that CloudTrail recorded, oldest first.
    ///
    /// @param since the earliest time of a call
    record OfCalls(String resource, Instant since) implements Read<List<CloudTrailEvent>> {
        @Override
        public List<CloudTrailEvent> from(Sources sources) {
            return sources.calls(resource, since);
        }
    }

    /// The same as [OfCalls] by any key, but a lookup that fails is an answer too, and an
    /// invocation makes the lookup once.
    record OfHistory(LookupKey key, Instant since) implements Cached<History> {
        /// The calls about a resource of this name.
        public OfHistory(String resource, Instant since) {
            this(LookupKey.resource(resource), since);
        }

        @Override
        public History from(Sources sources) {
            return sources.history(key, since);
        }

        @Override
        public boolean isKept() {
            return true;
        }
    }

    /// What CloudTrail answers.
    sealed interface History {
        /// The calls, oldest first. CloudTrail shows a call up to 15 minutes late.
        record Known(List<CloudTrailEvent> calls) implements History {
            /// Takes a copy.
            public Known {
                calls = List.copyOf(calls);
            }
        }

        /// CloudTrail cannot be asked.
        ///
        /// @param why the error
        record Unavailable(String why) implements History {}
    }

    /// The EC2 instances that use a profile.
    ///
    /// @param names its name in each known capitalization
    record OfProfileUse(Set<String> names) implements Read<ProfileUse> {
        /// Takes a copy.
        public OfProfileUse {
            names = Set.copyOf(names);
        }

        @Override
        public ProfileUse from(Sources sources) {
            return sources.profileUse(names);
        }
    }

    /// The current association of an instance with a profile.
    ///
    /// @param instance empty: that of the association
    /// @param association also one that ended; empty: unknown
    record OfAssociation(String region, String instance, String association)
            implements Read<ProfileUse> {
        @Override
        public ProfileUse from(Sources sources) {
            return sources.association(region, instance, association);
        }
    }

    /// What the account's clusters use a role for, from EKS. An invocation reads it once.
    record OfClusterUses(ClusterQuestion question) implements Cached<ClusterUses> {
        @Override
        public ClusterUses from(Sources sources) {
            return sources.clusterUses(question);
        }

        @Override
        public boolean isKept() {
            return true;
        }
    }

    /// The roles of a cluster's pods, from EKS. An invocation reads it once.
    record OfClusterPods(Cluster cluster) implements Cached<ClusterPods> {
        @Override
        public ClusterPods from(Sources sources) {
            return sources.clusterPods(cluster);
        }

        @Override
        public boolean isKept() {
            return true;
        }
    }

    /// The names of a role's policies, from IAM. Null: there is no such role.
    record OfPolicyNames(RoleName role) implements Read<@Nullable PolicyNames> {
        @Override
        public @Nullable PolicyNames from(Sources sources) {
            return sources.policyNames(role);
        }
    }

    /// What an encoded authorization message says. An invocation decodes it once.
    record OfDecoded(String encoded) implements Cached<Decoding> {
        @Override
        public Decoding from(Sources sources) {
            return sources.decoded(encoded);
        }

        @Override
        public boolean isKept() {
            return true;
        }
    }

    /// What used a profile when a sweep looked, from the table. An invocation reads it once. Null:
    /// it is not stored, or cannot be read: nothing depends on it.
    record OfUsage(ProfileName profile) implements Cached<@Nullable KeptUsage> {
        @Override
        public @Nullable KeptUsage from(Sources sources) {
            return sources.usage(profile);
        }

        @Override
        public boolean isKept() {
            return true;
        }
    }

    /// The same call that failed before; without events if it did not.
    record OfFailures(String key) implements Read<FailureBurst> {
        @Override
        public FailureBurst from(Sources sources) {
            return sources.failures(key);
        }
    }

    /// The latest repairs of a role or profile; none if nothing is stored.
    ///
    /// @param subject such as `role/eksNodeRole`
    record OfRepairs(String subject) implements Read<RepairRecord> {
        @Override
        public RepairRecord from(Sources sources) {
            return sources.repairs(subject);
        }
    }

    /// The current time.
    ///
    /// @param notBefore the reconciler waits until then; [Instant#EPOCH]: it does not wait
    record OfTime(Instant notBefore) implements Read<Instant> {
        /// The current time, without a wait.
        public static final OfTime NOW = new OfTime(Instant.EPOCH);

        @Override
        public Instant from(Sources sources) {
            return sources.time(notBefore);
        }
    }
}
