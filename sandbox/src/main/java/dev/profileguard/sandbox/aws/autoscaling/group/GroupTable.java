package dev.profileguard.sandbox.aws.autoscaling.group;

import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// The groups of all regions. Thread-safe.
public final class GroupTable {
    private final Map<String, Group> byRegionAndName = new LinkedHashMap<>();
    private final RecordedService service;

    /// No groups.
    public GroupTable(RecordedService service) {
        this.service = service;
    }

    /// Adds a group.
    ///
    /// @throws AwsServiceException `AlreadyExists`
    synchronized void add(Group group) {
        requireNew(group.region(), group.name());
        byRegionAndName.put(key(group.region(), group.name()), group);
    }

    synchronized void requireNew(String region, String name) {
        if (byRegionAndName.containsKey(key(region, name))) {
            throw service.refusal(
                    "AlreadyExists",
                    "AutoScalingGroup by this name already exists - A group with the name %s already exists"
                            .formatted(name));
        }
    }

    /// The group.
    ///
    /// @throws AwsServiceException `ValidationError`: there is none
    public synchronized Group required(String region, String name) {
        Group group = find(region, name);
        if (group == null) {
            throw service.refusal("ValidationError", "AutoScalingGroup name not found - null");
        }
        return group;
    }

    /// The group; null: there is none.
    public synchronized @Nullable Group find(String region, String name) {
        return byRegionAndName.get(key(region, name));
    }

    /// The groups of a region.
    synchronized List<Group> in(String region) {
        return byRegionAndName.values().stream()
                .filter(group -> group.region().equals(region))
                .toList();
    }

    /// All groups with one of these instances.
    synchronized List<Group> with(List<String> instanceIds) {
        return byRegionAndName.values().stream()
                .filter(group ->
                        group.members().stream()
                                .anyMatch(member -> instanceIds.contains(member.instanceId())))
                .toList();
    }

    /// Changes a group, if it is still there.
    ///
    /// @return the changed group; null: it is gone
    public synchronized @Nullable Group change(Group old, UnaryOperator<Group> change) {
        return byRegionAndName.computeIfPresent(
                key(old.region(), old.name()),
                (key, group) -> group.id().equals(old.id()) ? change.apply(group) : group);
    }

    synchronized void remove(Group group) {
        byRegionAndName.remove(key(group.region(), group.name()));
    }

    private static String key(String region, String name) {
        return region + " " + name;
    }
}
