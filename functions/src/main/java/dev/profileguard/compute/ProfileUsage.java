package dev.profileguard.compute;

import dev.profileguard.compute.KeptUse.Kind;
import dev.profileguard.iam.ProfileName;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// What uses one profile, in all regions that were asked.
///
/// @param instances those that have it now
/// @param templates those with a version that names it; other versions may have replaced it
/// @param groups those whose new instances get it, or that have instances with it
/// @param unknown why AWS could not be asked completely; empty: nothing is missing
public record ProfileUsage(
        ProfileName profile,
        List<ProfileInstance> instances,
        List<LaunchTemplate> templates,
        List<ScalingGroup> groups,
        List<LaunchConfiguration> configurations,
        List<NodegroupUse> nodegroups,
        List<String> unknown) {
    private static final int MOST_SHOWN = 500;

    /// Takes copies.
    public ProfileUsage {
        instances = List.copyOf(instances);
        templates = List.copyOf(templates);
        groups = List.copyOf(groups);
        configurations = List.copyOf(configurations);
        nodegroups = List.copyOf(nodegroups);
        unknown = List.copyOf(unknown);
    }

    /// Whether all regions answered.
    public boolean isComplete() {
        return unknown.isEmpty();
    }

    /// The launch templates from which instances are started with the profile unless somebody names
    /// an older version.
    public List<LaunchTemplate> startingTemplates() {
        return templates.stream().filter(each -> each.startsWith(profile)).toList();
    }

    /// Whether nothing has the profile now, and nothing starts instances with it. Versions of
    /// launch templates that others replaced do not count.
    public boolean isUnused() {
        return instances.isEmpty()
                && groups.isEmpty()
                && configurations.isEmpty()
                && nodegroups.isEmpty()
                && startingTemplates().isEmpty();
    }

    /// How much of what uses it, as a phrase such as `2 instances, 1 Auto Scaling group`.
    public String summary() {
        Map<Kind, Integer> counts = new EnumMap<>(Kind.class);
        counts.put(Kind.INSTANCE, instances.size());
        counts.put(Kind.GROUP, groups.size());
        counts.put(Kind.TEMPLATE, startingTemplates().size());
        counts.put(Kind.CONFIGURATION, configurations.size());
        counts.put(Kind.NODEGROUP, nodegroups.size());
        List<String> parts =
                counts.entrySet().stream()
                        .filter(each -> each.getValue() > 0)
                        .map(each -> each.getKey().counted(each.getValue()))
                        .toList();
        return parts.isEmpty() ? "nothing" : String.join(", ", parts);
    }

    /// As JSON values: at most 500 of each kind, and how many more there are in `leftOut`. A
    /// response of Lambda can have 6 MB.
    ///
    /// See https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        Map<String, Object> leftOut = new LinkedHashMap<>();
        put(json, leftOut, Kind.INSTANCE, instances, ProfileInstance::json);
        put(json, leftOut, Kind.TEMPLATE, templates, each -> each.json(profile));
        put(json, leftOut, Kind.GROUP, groups, ScalingGroup::json);
        put(json, leftOut, Kind.CONFIGURATION, configurations, LaunchConfiguration::json);
        put(json, leftOut, Kind.NODEGROUP, nodegroups, NodegroupUse::json);
        if (!leftOut.isEmpty()) {
            json.put("leftOut", leftOut);
        }
        json.put("unknown", unknown);
        return json;
    }

    private static <T> void put(
            Map<String, Object> json,
            Map<String, Object> leftOut,
            Kind kind,
            List<T> all,
            Function<T, Map<String, Object>> shown) {
        json.put(kind.key(), all.stream().limit(MOST_SHOWN).map(shown).toList());
        if (all.size() > MOST_SHOWN) {
            leftOut.put(kind.key(), all.size() - MOST_SHOWN);
        }
    }
}
