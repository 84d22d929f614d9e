package dev.profileguard.compute;

import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import dev.profileguard.iam.ProfileName;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What starts or runs instances with some profiles, in all regions that were asked.
///
/// @param templates those of which the default version, the latest version, or a version that a
///   group uses names one of the profiles
/// @param groups those that start or have instances with one of the profiles
/// @param unknown why AWS could not be asked completely, with the region, as sentences; empty:
///   nothing is missing
/// @param calls the number of AWS calls that it took
public record ComputeInventory(
        List<ProfileInstance> instances,
        List<LaunchTemplate> templates,
        List<ScalingGroup> groups,
        List<LaunchConfiguration> configurations,
        List<NodegroupUse> nodegroups,
        List<String> unknown,
        int calls) {
    /// Of no profile.
    public static final ComputeInventory NONE =
            new ComputeInventory(
                    List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), 0);

    /// Takes copies.
    public ComputeInventory {
        instances = List.copyOf(instances);
        templates = List.copyOf(templates);
        groups = List.copyOf(groups);
        configurations = List.copyOf(configurations);
        nodegroups = List.copyOf(nodegroups);
        unknown = List.copyOf(unknown);
    }

    /// The same without groups that are gone meanwhile.
    public ComputeInventory without(Set<ScalingGroup> gone) {
        return new ComputeInventory(
                instances,
                templates,
                groups.stream().filter(each -> !gone.contains(each)).toList(),
                configurations,
                nodegroups,
                unknown,
                calls);
    }

    /// The same where more is missing.
    public ComputeInventory missing(List<String> more) {
        return new ComputeInventory(
                instances,
                templates,
                groups,
                configurations,
                nodegroups,
                Stream.concat(unknown.stream(), more.stream()).distinct().toList(),
                calls);
    }

    /// Whether all regions answered.
    public boolean isComplete() {
        return unknown.isEmpty();
    }

    /// The launch template that a group uses.
    ///
    /// @return null: none of its versions names one of the profiles
    public @Nullable LaunchTemplate template(String region, TemplateChoice choice) {
        return templates.stream()
                .filter(each -> each.region().equals(region) && each.id().equals(choice.id()))
                .findFirst()
                .orElse(null);
    }

    /// The version of a launch template that a group uses.
    ///
    /// @return null: it names none of the profiles
    public LaunchTemplate.@Nullable Version version(String region, TemplateChoice choice) {
        LaunchTemplate template = template(region, choice);
        return template == null ? null : template.version(choice.version());
    }

    /// Whether new instances of a group get the profile.
    public boolean starts(ScalingGroup group, ProfileName profile) {
        return group.source().templates().stream()
                        .map(choice -> version(group.region(), choice))
                        .filter(Objects::nonNull)
                        .anyMatch(version -> version.names(profile))
                || configurations.stream()
                        .filter(each -> each.region().equals(group.region()))
                        .filter(each -> each.name().equals(group.source().configuration()))
                        .anyMatch(each -> each.names(profile));
    }

    /// Whether all new instances of a group get the profile.
    public boolean alwaysStarts(ScalingGroup group, ProfileName profile) {
        List<TemplateChoice> choices = group.source().templates();
        return choices.isEmpty()
                ? starts(group, profile)
                : choices.stream()
                        .map(choice -> version(group.region(), choice))
                        .allMatch(version -> version != null && version.names(profile));
    }

    /// The instances of a group that use the profile.
    public List<ProfileInstance> instances(ScalingGroup group, ProfileName profile) {
        return instancesOf(group).filter(each -> each.uses(profile)).toList();
    }

    /// The instances of a group that use one of the profiles.
    public Stream<ProfileInstance> instancesOf(ScalingGroup group) {
        Set<String> members = Set.copyOf(group.instances());
        return instances.stream()
                .filter(each -> each.use().region().equals(group.region()))
                .filter(each ->
                        group.name().equals(each.owner().group())
                                || members.contains(each.use().instanceId()));
    }

    /// What uses one profile.
    public ProfileUsage of(ProfileName profile) {
        return new UsageIndex(this).of(profile);
    }

    /// Those of some instances that belong to no group.
    public List<ProfileInstance> withoutGroup(List<ProfileInstance> some) {
        record Member(String region, String instance) {}
        Set<Member> members =
                groups.stream()
                        .flatMap(group ->
                                group.instances().stream()
                                        .map(each -> new Member(group.region(), each)))
                        .collect(Collectors.toSet());
        return some.stream()
                .filter(each -> each.owner().group() == null)
                .filter(each ->
                        !members.contains(new Member(each.use().region(), each.use().instanceId())))
                .toList();
    }

    /// The groups that use a version of a launch template.
    public Stream<ScalingGroup> groupsOf(LaunchTemplate template) {
        return groups.stream()
                .filter(each -> each.region().equals(template.region()))
                .filter(each ->
                        each.source().templates().stream()
                                .anyMatch(choice -> choice.id().equals(template.id())));
    }
}
