package dev.profileguard.aws.compute;

import dev.profileguard.aws.ec2.ProfileInstances.Tagged;
import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.NodegroupUse;
import dev.profileguard.compute.Owner;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.compute.ScalingGroup;
import java.util.ArrayList;
import java.util.List;

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
        ComputeInventory all =
                new ComputeInventory(
                        survey.instances().stream().map(RegionFindings::instance).toList(),
                        templates,
                        survey.groups().stream().map(each -> each.group(known::id)).toList(),
                        survey.configurations(),
                        List.of(),
                        unknown,
                        0);
        List<ScalingGroup> groups =
                all.groups().stream()
                        .filter(group ->
                                wanted.profiles().stream()
                                        .anyMatch(profile ->
                                                all.starts(group, profile)
                                                        || !all.instances(group, profile)
                                                                .isEmpty()))
                        .toList();
        return new RegionFindings(survey.region(), with(all, groups, List.of(), unknown));
    }

    private static ProfileInstance instance(Tagged tagged) {
        return new ProfileInstance(tagged.use(), Owner.of(tagged.tags()));
    }

    /// The same with node groups: those with one of the groups.
    ///
    /// @param more what else is missing
    RegionFindings withNodegroups(List<NodegroupUse> nodegroups, List<String> more) {
        List<String> names = inventory.groups().stream().map(ScalingGroup::name).toList();
        List<String> unknown = new ArrayList<>(inventory.unknown());
        unknown.addAll(more);
        return new RegionFindings(
                region,
                with(
                        inventory,
                        inventory.groups(),
                        nodegroups.stream()
                                .filter(each -> each.groups().stream().anyMatch(names::contains))
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
