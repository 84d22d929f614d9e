package dev.profileguard.compute;

import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import dev.profileguard.iam.ProfileName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What uses each of many profiles. It goes through the inventory once, not once for each profile
/// and group.
public final class UsageIndex {
    /// Something in a region, by its name or ID.
    private record Place(String region, String name) {}

    private final ComputeInventory inventory;
    private final Map<String, List<ProfileInstance>> instances = new HashMap<>();
    private final Map<String, List<LaunchTemplate>> templates = new HashMap<>();
    private final Map<String, List<ScalingGroup>> groups = new HashMap<>();
    private final Map<String, List<LaunchConfiguration>> configurations = new HashMap<>();
    private final Map<String, List<NodegroupUse>> nodegroups = new HashMap<>();

    private final Map<Place, String> byInstance = new HashMap<>();
    private final Map<Place, Set<String>> byGroupOfInstances = new HashMap<>();
    private final Map<Place, LaunchTemplate> byTemplate = new HashMap<>();
    private final Map<Place, String> byConfiguration = new HashMap<>();
    private final Map<Place, Set<String>> byGroup = new HashMap<>();

    /// Goes through the inventory.
    public UsageIndex(ComputeInventory inventory) {
        this.inventory = inventory;
        inventory.instances().forEach(this::add);
        inventory.templates().forEach(this::add);
        inventory.configurations().forEach(this::add);
        inventory.groups().forEach(this::add);
        inventory.nodegroups().forEach(this::add);
    }

    private void add(ProfileInstance instance) {
        String profile = key(instance.use().profileName());
        String region = instance.use().region();
        put(instances, profile, instance);
        byInstance.put(new Place(region, instance.use().instanceId()), profile);
        String group = instance.owner().group();
        if (group != null) {
            byGroupOfInstances
                    .computeIfAbsent(new Place(region, group), place -> new HashSet<>())
                    .add(profile);
        }
    }

    private void add(LaunchTemplate template) {
        byTemplate.put(new Place(template.region(), template.id()), template);
        Set<String> profiles = new LinkedHashSet<>();
        for (LaunchTemplate.Version version : template.versions()) {
            if (version.profile() != null) {
                profiles.add(key(version.profile()));
            }
        }
        profiles.forEach(each -> put(templates, each, template));
    }

    private void add(LaunchConfiguration configuration) {
        String profile = key(configuration.profile());
        put(configurations, profile, configuration);
        byConfiguration.put(new Place(configuration.region(), configuration.name()), profile);
    }

    private void add(ScalingGroup group) {
        Place place = new Place(group.region(), group.name());
        Set<String> profiles =
                new LinkedHashSet<>(byGroupOfInstances.getOrDefault(place, Set.of()));
        for (String instance : group.instances()) {
            String profile = byInstance.get(new Place(group.region(), instance));
            if (profile != null) {
                profiles.add(profile);
            }
        }
        profiles.addAll(started(group));
        profiles.forEach(each -> put(groups, each, group));
        byGroup.put(place, profiles);
    }

    private Set<String> started(ScalingGroup group) {
        Set<String> profiles = new HashSet<>();
        for (TemplateChoice choice : group.source().templates()) {
            LaunchTemplate template = byTemplate.get(new Place(group.region(), choice.id()));
            LaunchTemplate.Version version =
                    template == null ? null : template.version(choice.version());
            if (version != null && version.profile() != null) {
                profiles.add(key(version.profile()));
            }
        }
        String configuration = group.source().configuration();
        String profile =
                configuration == null
                        ? null
                        : byConfiguration.get(new Place(group.region(), configuration));
        if (profile != null) {
            profiles.add(profile);
        }
        return profiles;
    }

    private void add(NodegroupUse nodegroup) {
        Set<String> profiles = new LinkedHashSet<>();
        for (String group : nodegroup.groups()) {
            profiles.addAll(byGroup.getOrDefault(new Place(nodegroup.region(), group), Set.of()));
        }
        profiles.forEach(each -> put(nodegroups, each, nodegroup));
    }

    /// What uses one profile.
    public ProfileUsage of(ProfileName profile) {
        return new ProfileUsage(
                profile,
                instances.getOrDefault(profile.key(), List.of()),
                templates.getOrDefault(profile.key(), List.of()),
                groups.getOrDefault(profile.key(), List.of()),
                configurations.getOrDefault(profile.key(), List.of()),
                nodegroups.getOrDefault(profile.key(), List.of()),
                inventory.unknown());
    }

    private static <T> void put(Map<String, List<T>> all, String profile, T value) {
        all.computeIfAbsent(profile, key -> new ArrayList<>()).add(value);
    }

    private static String key(String profile) {
        return profile.toLowerCase(Locale.ROOT);
    }
}
