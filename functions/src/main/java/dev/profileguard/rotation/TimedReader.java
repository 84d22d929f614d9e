package dev.profileguard.rotation;

import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.ComputeReader;
import dev.profileguard.compute.LatestRefreshes;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Knows how long it took to read what uses the profiles, and their instance refreshes. Each step
/// is followed by another such look, and in a large account one takes minutes.
///
/// Not thread-safe.
final class TimedReader implements ComputeReader {
    private final ComputeReader reader;
    private final LongSupplier remaining;
    private long inventory;
    private long refreshes;

    /// @param remaining the milliseconds until the invocation ends
    TimedReader(ComputeReader reader, LongSupplier remaining) {
        this.reader = reader;
        this.remaining = remaining;
    }

    /// How long the next look may take, as far as the slowest one so far shows it.
    Duration look() {
        return Duration.ofMillis(inventory + refreshes);
    }

    @Override
    public ComputeInventory inventory(Set<ProfileName> profiles) {
        long before = remaining.getAsLong();
        ComputeInventory found = reader.inventory(profiles);
        inventory = Math.max(inventory, before - remaining.getAsLong());
        return found;
    }

    @Override
    public ComputeInventory survey(Set<ProfileName> profiles) {
        return reader.survey(profiles);
    }

    @Override
    public LatestRefreshes refreshes(List<ScalingGroup> groups) {
        long before = remaining.getAsLong();
        LatestRefreshes found = reader.refreshes(groups);
        refreshes = Math.max(refreshes, before - remaining.getAsLong());
        return found;
    }

    @Override
    public @Nullable InstanceUse association(String region, String instance) {
        return reader.association(region, instance);
    }
}
