package dev.profileguard.iam.policy;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.trust.HeldRole;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The reads of policies of roles. Every method throws `SdkException` if the call fails: the caller
/// may retry.
public interface PolicyReader {
    /// The managed policies of a role; also empty if IAM has no role of that name.
    List<AttachedPolicy> attached(RoleName role);

    /// What has to be removed before a role can be deleted; null if IAM has no role of that name.
    @Nullable PolicyNames names(RoleName role);

    /// The inline policies of a role; also empty if IAM has no role of that name.
    List<PolicyText> inline(RoleName role);

    /// The default version of a managed policy; null if IAM has no such policy.
    @Nullable PolicyText managed(String arn);

    /// The roles that a managed policy is attached to; also empty if IAM has no such policy.
    List<RoleName> rolesWith(String arn);

    /// The role in a profile; null if IAM has no such profile, or it is empty.
    @Nullable HeldRole heldBy(ProfileName profile);

    /// The profiles that contain a role, each with the role; also empty if IAM has no role of that
    /// name.
    List<HeldRole> holders(RoleName role);
}
