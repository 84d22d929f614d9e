package dev.profileguard.aws.compute;

import dev.profileguard.aws.ec2.Ec2Calls;
import dev.profileguard.aws.ec2.ProfileInstances;
import dev.profileguard.aws.ec2.ProfileInstances.Tagged;
import dev.profileguard.compute.LaunchConfiguration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the first calls in a region show: the instances and launch configurations with the
/// profiles, the latest and default versions of all launch templates, and all groups.
///
/// @param lists which versions of all launch templates were read: `$Latest`, `$Default`
record RegionSurvey(
        String region,
        List<Tagged> instances,
        Set<String> lists,
        List<TemplateVersion> versions,
        List<ReadGroup> groups,
        List<LaunchConfiguration> configurations) {
    /// Takes copies.
    RegionSurvey {
        instances = List.copyOf(instances);
        lists = Set.copyOf(lists);
        versions = List.copyOf(versions);
        groups = List.copyOf(groups);
        configurations = List.copyOf(configurations);
    }

    static RegionSurvey empty(String region) {
        return new RegionSurvey(region, List.of(), Set.of(), List.of(), List.of(), List.of());
    }

    /// The questions whose answers together are the survey of a region. Each costs one call, and
    /// more only where there is more than fits on a page. The latest and the default versions are
    /// two questions, so that they are read at the same time.
    static List<Question<RegionSurvey>> questions(
            ComputeServices services, String region, Wanted wanted) {
        TemplateReader templates = new TemplateReader(services.ec2());
        GroupReader groups = new GroupReader(services.autoScaling());
        ProfileInstances instances = new ProfileInstances(new Ec2Calls(services.ec2()));
        RegionSurvey none = empty(region);
        return List.of(
                new Question<>(
                        region,
                        "DescribeInstances",
                        () -> none.withInstances(instances.using(region, wanted.spellings()))),
                none.versions(templates, TemplateReader.LATEST),
                none.versions(templates, TemplateReader.DEFAULT),
                new Question<>(
                        region, GroupReader.GROUPS, () -> none.withGroups(groups.groups(region))),
                new Question<>(
                        region,
                        GroupReader.CONFIGURATIONS,
                        () -> none.withConfigurations(groups.configurations(region, wanted))));
    }

    private Question<RegionSurvey> versions(TemplateReader templates, String version) {
        return new Question<>(
                region,
                TemplateReader.VERSIONS,
                () -> withList(version, templates.ofAllTemplates(region, version)));
    }

    /// Both surveys of a region.
    RegionSurvey and(RegionSurvey other) {
        return new RegionSurvey(
                region,
                both(instances, other.instances),
                Stream.concat(lists.stream(), other.lists.stream()).collect(Collectors.toSet()),
                both(versions, other.versions),
                both(groups, other.groups),
                both(configurations, other.configurations));
    }

    private static <T> List<T> both(List<T> one, List<T> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
    }

    /// The same with other instances.
    RegionSurvey withInstances(List<Tagged> others) {
        return new RegionSurvey(region, others, lists, versions, groups, configurations);
    }

    /// The same with more versions of launch templates.
    RegionSurvey withVersions(List<TemplateVersion> more) {
        return new RegionSurvey(
                region, instances, lists, both(versions, more), groups, configurations);
    }

    private RegionSurvey withList(String list, List<TemplateVersion> read) {
        return new RegionSurvey(region, instances, Set.of(list), read, groups, configurations);
    }

    private RegionSurvey withGroups(List<ReadGroup> read) {
        return new RegionSurvey(region, instances, lists, versions, read, configurations);
    }

    private RegionSurvey withConfigurations(List<LaunchConfiguration> read) {
        return new RegionSurvey(region, instances, lists, versions, groups, read);
    }
}
