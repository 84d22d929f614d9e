package dev.profileguard.rotation.rule;

import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.LaunchTemplate.Version;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.compute.ProfileUsage;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.compute.ScalingGroup.Source;
import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import dev.profileguard.finding.ComputeCommands;
import dev.profileguard.finding.RotationCommands;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.InstanceUse;
import dev.profileguard.rotation.rule.RotationStep.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The steps back from the new profile to the old one, if a rotation is cancelled. People do them:
/// the old profile may have been changed since.
record BackSteps(RotationState state) {
    private static final String WHY = "The rotation is being cancelled";

    List<RotationStep> all() {
        List<RotationStep> steps = new ArrayList<>();
        if (isOldProfileThere()) {
            ProfileUsage usage = state.replacement();
            usage.startingTemplates().forEach(each -> steps.add(template(each)));
            usage.groups().forEach(each -> steps.add(group(each)));
            steps.addAll(instances(usage));
            if (steps.isEmpty() && !usage.isUnused()) {
                steps.add(others(usage));
            }
        } else {
            steps.add(withoutOldProfile());
        }
        steps.add(deletion());
        return steps;
    }

    private boolean isOldProfileThere() {
        InstanceProfile from = state.from();
        return from != null && from.id().equals(state.rotation().fromId());
    }

    private RotationStep withoutOldProfile() {
        return RotationStep.failed(
                "Move everything back to %s".formatted(from()),
                "%s (%s) was deleted: start the rotation again instead"
                        .formatted(from(), state.rotation().fromId()),
                List.of(),
                "");
    }

    /// The default and the latest version have to be what they were made from again.
    private RotationStep template(LaunchTemplate template) {
        String title =
                "Let launch template %s in %s start instances with %s again"
                        .formatted(template.id(), template.region(), from());
        String check = ComputeCommands.showTemplate(template.region(), template.id());
        List<Version> lost =
                Stream.of(usual(template), latest(template))
                        .flatMap(Optional::stream)
                        .distinct()
                        .filter(each -> source(template, each) == null)
                        .toList();
        return lost.isEmpty()
                ? RotationStep.byHand(title, WHY, commands(template), check)
                : RotationStep.byHand(title, lost(lost), List.of(check), check);
    }

    /// A new version becomes the latest, so there is one only where the latest has the new profile.
    private List<String> commands(LaunchTemplate template) {
        List<String> commands = new ArrayList<>();
        latest(template)
                .map(each -> source(template, each))
                .ifPresent(source ->
                        commands.add(
                                ComputeCommands.createTemplateVersion(
                                        template.region(),
                                        template.id(),
                                        source.number(),
                                        from(),
                                        "Profile Guard: version %d again"
                                                .formatted(source.number()))));
        usual(template)
                .map(each -> source(template, each))
                .ifPresent(source ->
                        commands.add(
                                ComputeCommands.setDefaultVersion(
                                        template.region(),
                                        template.id(),
                                        Long.toString(source.number()))));
        return commands;
    }

    /// The default version, if it names the new profile.
    private Optional<Version> usual(LaunchTemplate template) {
        return Optional.ofNullable(template.version(template.defaultVersion()))
                .filter(each -> each.names(to()));
    }

    /// The latest version, if it names the new profile.
    private Optional<Version> latest(LaunchTemplate template) {
        return Optional.ofNullable(template.latest()).filter(each -> each.names(to()));
    }

    /// The version from which one was made for this rotation: EC2 answered with its number, or its
    /// description says so.
    ///
    /// @return null: it is not known, or is not there any more
    private @Nullable Version source(LaunchTemplate template, Version made) {
        Version proven = source(template, each -> made.number() == successor(template, each));
        return proven == null
                ? source(
                        template,
                        each ->
                                made.description()
                                        .equals(state.rotation().description(each.number())))
                : proven;
    }

    private @Nullable Version source(LaunchTemplate template, Predicate<Version> isSource) {
        return template.naming(from()).stream().filter(isSource).findFirst().orElse(null);
    }

    private long successor(LaunchTemplate template, Version source) {
        String number = state.rotation().version(template.region(), template.id(), source.number());
        return number == null ? 0 : Long.parseLong(number);
    }

    private String lost(List<Version> versions) {
        return "%s. It is not known from which version with %s these were made: %s. Find out which one was used before, and use it again"
                .formatted(
                        WHY,
                        from(),
                        versions.stream()
                                .map(each -> Long.toString(each.number()))
                                .collect(Collectors.joining(", ")));
    }

    /// Its instances are replaced only once new ones get the old profile.
    private RotationStep group(ScalingGroup group) {
        if (state.inventory().starts(group, to())) {
            return start(group);
        }
        String title =
                "Replace the instances of Auto Scaling group %s in %s"
                        .formatted(group.name(), group.region());
        return state.isRefreshed(group)
                ? RotationStep.waiting(
                        title, State.UNDER_WAY, "An instance refresh runs", GroupSteps.check(group))
                : RotationStep.byHand(
                        title,
                        WHY,
                        List.of(ComputeCommands.startRefresh(group.region(), group.name())),
                        GroupSteps.check(group));
    }

    private RotationStep start(ScalingGroup group) {
        String title =
                "Let Auto Scaling group %s in %s start instances with %s again"
                        .formatted(group.name(), group.region(), from());
        String check = ComputeCommands.showGroup(group.region(), group.name());
        if (followsTemplates(group)) {
            return RotationStep.waiting(
                    title, State.LATER, "The step of its launch template comes first", check);
        }
        return switch (group.source()) {
            case Source.Template(TemplateChoice choice) -> template(group, choice, title);
            case Source.Mixed mixed ->
                    RotationStep.byHand(
                            title,
                            WHY,
                            ComputeCommands.changePolicy(group.region(), group.name()),
                            check);
            case Source.Configuration configuration ->
                    RotationStep.byHand(title, WHY, List.of(check), check);
            case Source.Unknown unknown -> RotationStep.byHand(title, WHY, List.of(check), check);
        };
    }

    /// The step for a group that uses a version by its number.
    private RotationStep template(ScalingGroup group, TemplateChoice choice, String title) {
        String region = group.region();
        String check = ComputeCommands.showGroup(region, group.name());
        LaunchTemplate template = state.inventory().template(region, choice);
        Version used = template == null ? null : template.version(choice.version());
        Version source = template == null || used == null ? null : source(template, used);
        return source == null
                ? RotationStep.byHand(
                        title,
                        lost(used == null ? List.of() : List.of(used)),
                        List.of(check, ComputeCommands.showTemplate(region, choice.id())),
                        check)
                : RotationStep.byHand(
                        title,
                        WHY,
                        List.of(
                                ComputeCommands.useTemplateVersion(
                                        region,
                                        group.name(),
                                        choice.id(),
                                        Long.toString(source.number()))),
                        check);
    }

    /// Whether all its versions with the new profile are whatever their templates call the latest
    /// or the default one.
    private boolean followsTemplates(ScalingGroup group) {
        List<TemplateChoice> choices =
                group.source().templates().stream()
                        .filter(choice -> {
                            Version version = state.inventory().version(group.region(), choice);
                            return version != null && version.names(to());
                        })
                        .toList();
        return !choices.isEmpty() && choices.stream().allMatch(LaunchSteps::followsTemplate);
    }

    /// Those of groups come back with their groups.
    private List<RotationStep> instances(ProfileUsage usage) {
        Map<String, List<InstanceUse>> byRegion =
                state.inventory().withoutGroup(usage.instances()).stream()
                        .filter(each -> !each.isEnding())
                        .map(ProfileInstance::use)
                        .collect(
                                Collectors.groupingBy(
                                        InstanceUse::region, TreeMap::new, Collectors.toList()));
        List<RotationStep> steps = new ArrayList<>();
        byRegion.forEach((region, uses) -> steps.add(instances(region, uses)));
        return steps;
    }

    private RotationStep instances(String region, List<InstanceUse> uses) {
        return RotationStep.byHand(
                uses.size() == 1
                        ? "Associate instance %s in %s with %s again"
                                .formatted(uses.getFirst().instanceId(), region, from())
                        : "Associate %d instances in %s with %s again"
                                .formatted(uses.size(), region, from()),
                WHY,
                InstanceSteps.commands(uses, from()),
                RotationCommands.gone(from()));
    }

    private RotationStep others(ProfileUsage usage) {
        return RotationStep.byHand(
                "End the use of %s by what is left: %s".formatted(to(), usage.summary()),
                WHY,
                List.of(),
                RotationCommands.gone(from()));
    }

    private RotationStep deletion() {
        return RotationStep.byHand(
                "Delete %s by cancelling again, when nothing uses it".formatted(to()),
                WHY,
                List.of(),
                RotationCommands.cancel(from()));
    }

    private ProfileName from() {
        return state.rotation().from();
    }

    private ProfileName to() {
        return state.rotation().to();
    }
}
