package dev.profileguard.compute;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what starts or runs instances.
public interface ComputeReader {
    /// What uses these profiles, in all regions. A region that cannot be asked is part of the
    /// answer.
    ComputeInventory inventory(Set<ProfileName> profiles);

    /// The same for all guarded profiles of an account at once, as far as it costs no call for each
    /// of them: of launch templates, only the latest version, the default one and those that groups
    /// use, and no tags; and instances without their associations.
    ComputeInventory survey(Set<ProfileName> profiles);

    /// The latest instance refreshes of groups, by one call for each group. A group that cannot be
    /// asked about is part of the answer.
    LatestRefreshes refreshes(List<ScalingGroup> groups);

    /// The association of an instance with a profile that is there or comes now.
    ///
    /// @return null: none
    /// @throws ComputeException if AWS cannot be asked
    @Nullable InstanceUse association(String region, String instance);
}
