package dev.profileguard.instance;

import dev.profileguard.iam.ProfileName;
import java.util.Set;

/// The associations of instances with each guarded profile that existed when a sweep last found the
/// profile right. EC2 does not show since when an association exists.
public interface UseInventory {
    /// The IDs of the associations with a profile; empty: none are known.
    Set<String> associations(ProfileName profile);

    /// Replaces the IDs of the associations with a profile.
    void save(ProfileName profile, Set<String> associations);
}
