package dev.profileguard.sandbox.aws.ec2;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/// What reads see while they lag behind writes: instances and associations show up late, and an
/// association that has ended is listed a while longer.
/// https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html
///
/// @param lag of reads, now
record LaggingReads(
        InstanceTable instances, AssociationTable associations, Supplier<Duration> lag) {
    /// Those of these instances that a read sees, with the profile that it sees.
    List<Instance> seen(String region, List<Instance> all) {
        if (lag.get().isZero()) {
            return all;
        }
        Instant horizon = horizon();
        List<Association> listed = associations(region);
        return all.stream()
                .filter(each -> !instances.added(each).isAfter(horizon))
                .map(each ->
                        each.with(
                                listed.stream()
                                        .filter(it -> it.instanceId().equals(each.id()))
                                        .filter(it -> it.ended() == null || ended(each, it))
                                        .findFirst()
                                        .orElse(null)))
                .toList();
    }

    /// A terminated instance is described with the profile that it had.
    private static boolean ended(Instance instance, Association association) {
        return instance.entered().ends()
                && instance.association() != null
                && instance.association().id().equals(association.id());
    }

    /// The associations of a region as a read sees them.
    List<Association> associations(String region) {
        List<Association> all = associations.in(region);
        if (lag.get().isZero()) {
            return all;
        }
        Instant horizon = horizon();
        return all.stream()
                .filter(each -> !each.since().isAfter(horizon))
                .map(each ->
                        each.ended() != null
                                        && Objects.requireNonNull(each.ended()).isAfter(horizon)
                                ? each.thatGoesOn()
                                : each)
                .toList();
    }

    private Instant horizon() {
        return instances.now().minus(lag.get());
    }
}
