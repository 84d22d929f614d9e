package dev.profileguard.compute;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// The latest instance refreshes of some groups.
///
/// @param found that of each group which has one; Auto Scaling shows them for six weeks
/// @param gone the groups that are not there any more
/// @param unknown why Auto Scaling could not be asked about the others, as sentences; empty:
///   nothing is missing
public record LatestRefreshes(
        Map<ScalingGroup, InstanceRefresh> found, Set<ScalingGroup> gone, List<String> unknown) {
    /// Of no group.
    public static final LatestRefreshes NONE = new LatestRefreshes(Map.of(), Set.of(), List.of());

    /// Takes copies.
    public LatestRefreshes {
        found = Map.copyOf(found);
        gone = Set.copyOf(gone);
        unknown = List.copyOf(unknown);
    }
}
