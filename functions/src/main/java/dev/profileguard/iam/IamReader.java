package dev.profileguard.iam;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// The reads of IAM that rules need. Every method throws `SdkException` if the call fails: the
/// caller may retry.
public interface IamReader {
    /// The profile with its role and tags; null if IAM has no profile of that name.
    @Nullable InstanceProfile profile(ProfileName name);

    /// The role with its trust policy, tags and last use; null if IAM has no role of that name.
    @Nullable RoleDetail role(RoleName name);

    /// The profiles that contain the role, **without their tags**; also empty if IAM has no role of
    /// that name.
    List<InstanceProfile> profilesWith(RoleName name);

    /// The number of instance profiles in the account, and its quota.
    Quota profileQuota();
}
