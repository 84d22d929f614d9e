package dev.profileguard.aws.compute;

import dev.profileguard.aws.ec2.ProfileInstances.Tagged;
import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.LaunchConfiguration;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.NodegroupUse;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.compute.ScalingGroup;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What concerns the profiles in a region.
///
/// @param inventory of the region alone; its calls are not counted
record RegionFindings(String region, ComputeInventory inventory) {
    /// Chooses from a survey what concerns the profiles.
    ///
    /// @param templates those that concern them
    /// @param unknown what is missing
    static RegionFindings of(
            RegionSurvey survey,
            List<LaunchTemplate> templates,
            Wanted wanted,
            List<String> unknown) {
        KnownTemplates known = new KnownTemplates(survey.versions());
        Concerned concerned = Concerned.of(survey, templates, wanted);
        return new RegionFindings(
                survey.region(),
                new ComputeInventory(
                        survey.instances().stream().map(RegionFindings::instance).toList(),
                        templates,
                        survey.groups().stream()
                                .map(each -> each.group(known::id))
                                .filter(concerned::has)
                                .toList(),
                        survey.configurations(),
                        List.of(),
                        unknown,
                        0));
    }

    /// What makes a group concern the profiles.
    ///
    /// @param groups the groups of instances with the profiles, as the instances' tags say
    /// @param instances the IDs of these instances
    /// @param configurations the names of launch configurations that name the profiles
    /// @param templates the launch templates that do, by ID
    private record Concerned(
            Set<String> groups,
            Set<String> instances,
            Set<String> configurations,
            Map<String, LaunchTemplate> templates,
            Wanted wanted) {
        static Concerned of(RegionSurvey survey, List<LaunchTemplate> templates, Wanted wanted) {
            Set<String> groups = new HashSet<>();
            Set<String> instances = new HashSet<>();
            for (Tagged each : survey.instances()) {
                instances.add(each.use().instanceId());
                String group = Owner.of(each.tags()).group();
                if (group != null) {
                    groups.add(group);
                }
            }
            return new Concerned(
                    groups,
                    instances,
                    survey.configurations().stream()
                            .map(LaunchConfiguration::name)
                            .collect(Collectors.toSet()),
                    templates.stream().collect(Collectors.toMap(LaunchTemplate::id, each -> each)),
                    wanted);
        }

        boolean has(ScalingGroup group) {
            String configuration = group.source().configuration();
            return groups.contains(group.name())
                    || group.instances().stream().anyMatch(instances::contains)
                    || (configuration != null && configurations.contains(configuration))
                    || group.source().templates().stream().anyMatch(this::names);
        }

        private boolean names(ScalingGroup.TemplateChoice choice) {
            LaunchTemplate template = templates.get(choice.id());
            LaunchTemplate.Version version =
                    template == null ? null : template.version(choice.version());
            return version != null && wanted.has(version.profile());
        }
    }

    private static ProfileInstance instance(Tagged tagged) {
        return new ProfileInstance(tagged.use(), Owner.of(tagged.tags()));
    }

    /// The same with node groups: those with one of the groups, and the others of their clusters,
    /// which may replace them.
    ///
    /// @param more what else is missing
    RegionFindings withNodegroups(List<NodegroupUse> nodegroups, List<String> more) {
        List<String> names = inventory.groups().stream().map(ScalingGroup::name).toList();
        Set<String> clusters =
                nodegroups.stream()
                        .filter(each -> each.groups().stream().anyMatch(names::contains))
                        .map(NodegroupUse::cluster)
                        .collect(Collectors.toSet());
        List<String> unknown = new ArrayList<>(inventory.unknown());
        unknown.addAll(more);
        return new RegionFindings(
                region,
                with(
                        inventory,
                        inventory.groups(),
                        nodegroups.stream()
                                .filter(each -> clusters.contains(each.cluster()))
                                .toList(),
                        unknown));
    }

    private static ComputeInventory with(
            ComputeInventory other,
            List<ScalingGroup> groups,
            List<NodegroupUse> nodegroups,
            List<String> unknown) {
        return new ComputeInventory(
                other.instances(),
                other.templates(),
                groups,
                other.configurations(),
                nodegroups,
                unknown,
                other.calls());
    }
}
