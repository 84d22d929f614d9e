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

/// One thing that a rule can read. Data only: [Ports] makes the read.
///
/// @param <T> the type of the answer
public sealed interface Read<T extends @Nullable Object> {
    /// An instance profile with its tags, from IAM. Null: there is none.
    record OfProfile(ProfileName name) implements Read<@Nullable InstanceProfile> {}

    /// A role with its tags and trust policy, from IAM. Null: there is none.
    record OfRole(RoleName name) implements Read<@Nullable RoleDetail> {}

    /// The profiles that hold a role, from IAM, without their tags.
    record OfProfilesWith(RoleName role) implements Read<List<InstanceProfile>> {}

    /// The number of profiles in the account and its quota, from IAM.
    record OfProfileQuota() implements Read<Quota> {}

    /// ProfileGuard's record of a profile; an empty record if there is none.
    record OfGuardRecord(ProfileName profile) implements Read<GuardRecord> {}

    /// TagEnforcer's record of a profile or role; an empty record if there is none.
    ///
    /// @param subject such as `instance-profile/prod-web`
    record OfTagRecord(String subject) implements Read<TagRecord> {}

    /// The record that ProfileProvisioner created a profile. Null: there is none.
    record OfProvenance(ProfileName profile) implements Read<@Nullable ProvenanceRecord> {}

    /// The calls about a resource of this name that CloudTrail recorded, oldest first.
    ///
    /// @param since the earliest time of a call
    record OfCalls(String resource, Instant since) implements Read<List<CloudTrailEvent>> {}

    /// The current time.
    ///
    /// @param notBefore the reconciler waits until then; [Instant#EPOCH]: it does not wait
    record OfTime(Instant notBefore) implements Read<Instant> {
        /// The current time, without a wait.
        public static final OfTime NOW = new OfTime(Instant.EPOCH);
    }
}
