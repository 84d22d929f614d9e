package dev.profileguard.iam;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What rules ask of IAM. Every method throws `SdkException` when IAM does not tell: try again.
public interface IamReader {
    /// The profile with its role and tags; null when IAM has none of that name.
    @Nullable InstanceProfile profile(ProfileName name);

    /// The role with its trust policy, tags and last use; null when IAM has none of that name.
    @Nullable RoleDetail role(RoleName name);

    /// The profiles that hold the role, **without their tags**; empty also when IAM has no role of
    /// that name.
    List<InstanceProfile> profilesWith(RoleName name);

    /// How many instance profiles the account has, and may have.
    Quota profileQuota();
}
