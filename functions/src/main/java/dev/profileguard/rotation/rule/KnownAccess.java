package dev.profileguard.rotation.rule;

import dev.profileguard.cluster.ClusterUse;
import dev.profileguard.cluster.ClusterUses;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The access entries of the new role, as far as EKS was asked.
///
/// @param created when the role was created; null: not known
public record KnownAccess(ClusterUses uses, @Nullable Instant created) {
    /// EKS was not asked.
    public static final KnownAccess NOT_ASKED = new KnownAccess(ClusterUses.NOT_ASKED, null);

    /// The entry in a cluster; null: none is known.
    ClusterUse.@Nullable Entry entry(String region, String cluster) {
        return uses.uses().stream()
                .filter(ClusterUse.Entry.class::isInstance)
                .map(ClusterUse.Entry.class::cast)
                .filter(each -> each.cluster().region().equals(region))
                .filter(each -> each.cluster().name().equals(cluster))
                .findFirst()
                .orElse(null);
    }

    /// Whether the entry was made for an earlier role of the same name.
    boolean isOfEarlierRole(ClusterUse.Entry entry) {
        return created != null && entry.isOlderThan(created);
    }
}
