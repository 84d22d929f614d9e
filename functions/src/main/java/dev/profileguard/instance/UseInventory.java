package dev.profileguard.instance;

import dev.profileguard.iam.ProfileName;
import java.util.Set;

/// The associations of instances with each guarded profile that existed when a sweep last found the
/// profile right. EC2 does not show since when an association exists.
public interface UseInventory {
    /// The number of associations that are stored of a profile: an item of DynamoDB has at most 400
    /// KB. What is not stored is not known.
    ///
    /// See
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items
    int MOST = 10_000;

    /// The IDs of the associations with a profile; empty: none are known.
    Set<String> associations(ProfileName profile);

    /// Replaces the IDs of the associations with a profile, at most [#MOST].
    void save(ProfileName profile, Set<String> associations);
}
