package dev.profileguard.reconcile;

import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.RoleName;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ProvenanceRecord;
import dev.profileguard.state.TagRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One thing that a rule may ask for. Data only: [Ports] reads it.
///
/// @param <T> what the answer is
public sealed interface Read<T extends @Nullable Object> {
    /// An instance profile with its tags, from IAM. Null: there is none.
    record OfProfile(ProfileName name) implements Read<@Nullable InstanceProfile> {}

    /// A role with its tags and trust policy, from IAM. Null: there is none.
    record OfRole(RoleName name) implements Read<@Nullable RoleDetail> {}

    /// The profiles that hold a role, from IAM, without their tags.
    record OfProfilesWith(RoleName role) implements Read<List<InstanceProfile>> {}

    /// How many profiles the account has and may have, from IAM.
    record OfProfileQuota() implements Read<Quota> {}

    /// What ProfileGuard remembers of a profile; an empty record where it remembers nothing.
    record OfGuardRecord(ProfileName profile) implements Read<GuardRecord> {}

    /// What TagEnforcer remembers of a profile or role; an empty record where it remembers nothing.
    ///
    /// @param subject such as `instance-profile/prod-web`
    record OfTagRecord(String subject) implements Read<TagRecord> {}

    /// That ProfileProvisioner made a profile. Null: it is not on record.
    record OfProvenance(ProfileName profile) implements Read<@Nullable ProvenanceRecord> {}

    /// The calls that CloudTrail has recorded about a resource of this name, oldest first.
    ///
    /// @param since the earliest time of a call
    record OfCalls(String resource, Instant since) implements Read<List<CloudTrailEvent>> {}

    /// The time.
    ///
    /// @param notBefore the reconciler waits until then; [Instant#EPOCH]: it does not wait
    record OfTime(Instant notBefore) implements Read<Instant> {
        /// The time as it is now.
        public static final OfTime NOW = new OfTime(Instant.EPOCH);
    }
}
