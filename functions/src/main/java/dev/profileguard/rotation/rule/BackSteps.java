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
import java.util.TreeMap;
import java.util.stream.Collectors;

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

    /// The default and the latest version have to name the old profile again.
    private RotationStep template(LaunchTemplate template) {
        List<Version> old = template.naming(from());
        List<String> commands = new ArrayList<>();
        if (!old.isEmpty()) {
            long source = old.getLast().number();
            commands.add(
                    ComputeCommands.createTemplateVersion(
                            template.region(),
                            template.id(),
                            source,
                            from(),
                            "Profile Guard: version %d again".formatted(source)));
            commands.add(
                    ComputeCommands.setDefaultVersion(
                            template.region(), template.id(), String.valueOf(source)));
        }
        return RotationStep.byHand(
                "Let launch template %s in %s start instances with %s again"
                        .formatted(template.id(), template.region(), from()),
                WHY,
                commands,
                ComputeCommands.showTemplate(template.region(), template.id()));
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
        return RotationStep.byHand(title, WHY, commands(group), check);
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

    /// The commands that let a group use versions by other numbers.
    private List<String> commands(ScalingGroup group) {
        String region = group.region();
        return switch (group.source()) {
            case Source.Template(TemplateChoice choice) -> {
                LaunchTemplate template = state.inventory().template(region, choice);
                List<Version> old = template == null ? List.of() : template.naming(from());
                yield List.of(
                        ComputeCommands.useTemplateVersion(
                                region,
                                group.name(),
                                choice.id(),
                                old.isEmpty() ? "VERSION" : Long.toString(old.getLast().number())));
            }
            case Source.Mixed mixed -> ComputeCommands.changePolicy(region, group.name());
            case Source.Configuration configuration ->
                    List.of(ComputeCommands.showGroup(region, group.name()));
            case Source.Unknown unknown -> List.of(ComputeCommands.showGroup(region, group.name()));
        };
    }

    /// Those of groups come back with their groups.
    private List<RotationStep> instances(ProfileUsage usage) {
        Map<String, List<InstanceUse>> byRegion =
                usage.instances().stream()
                        .filter(this::isSingle)
                        .map(ProfileInstance::use)
                        .collect(
                                Collectors.groupingBy(
                                        InstanceUse::region, TreeMap::new, Collectors.toList()));
        List<RotationStep> steps = new ArrayList<>();
        byRegion.forEach((region, uses) -> steps.add(instances(region, uses)));
        return steps;
    }

    private boolean isSingle(ProfileInstance instance) {
        return instance.owner().group() == null
                && !instance.isEnding()
                && state.inventory().groups().stream()
                        .noneMatch(group ->
                                state.inventory().instancesOf(group).anyMatch(instance::equals));
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
