package dev.profileguard.sandbox.aws.eks;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The clusters of all regions. Thread-safe.
final class Clusters {
    private static final double MILLIS = 1000;

    private final Map<String, Cluster> byRegionAndName = new LinkedHashMap<>();
    private final InstantSource clock;

    Clusters(InstantSource clock) {
        this.clock = clock;
    }

    /// Does several things without any other call in between.
    synchronized <T> T atomically(Supplier<T> work) {
        return work.get();
    }

    synchronized @Nullable Cluster find(String region, String name) {
        return byRegionAndName.get(region + " " + name);
    }

    synchronized Cluster required(EksInput input) {
        Cluster cluster = find(input.region(), input.text("name"));
        if (cluster == null) {
            throw input.service()
                    .refusal(
                            404,
                            "ResourceNotFoundException",
                            "No cluster found for name: %s.".formatted(input.text("name")));
        }
        return cluster;
    }

    synchronized void put(Cluster cluster) {
        byRegionAndName.put(cluster.region() + " " + cluster.name(), cluster);
    }

    synchronized void remove(Cluster cluster) {
        byRegionAndName.remove(cluster.region() + " " + cluster.name());
    }

    /// The names of a region's clusters.
    synchronized List<String> names(String region) {
        return byRegionAndName.values().stream()
                .filter(each -> each.region().equals(region))
                .map(Cluster::name)
                .toList();
    }

    /// Now, as EKS writes it: in seconds.
    double now() {
        return instant().toEpochMilli() / MILLIS;
    }

    /// Now.
    Instant instant() {
        return clock.instant();
    }

    /// All clusters.
    synchronized List<Cluster> all() {
        return List.copyOf(byRegionAndName.values());
    }
}
