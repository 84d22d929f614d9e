package dev.profileguard.rotation.rule;

import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.LaunchTemplate.Version;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.compute.ScalingGroup.Source;
import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import dev.profileguard.finding.ComputeCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The steps for groups that start instances with the old profile.
record LaunchSteps(RotationState state) {
    private static final int MOST_OF_NAME = 100;
    private static final int LEAST_OF_NAME = 3;

    RotationStep step(ScalingGroup group) {
        return switch (group.source()) {
            case Source.Template(TemplateChoice choice) -> template(group, choice);
            case Source.Mixed mixed -> mixed(group);
            case Source.Configuration(String name) -> configuration(group, name);
            case Source.Unknown unknown ->
                    byHand(
                            group,
                            "What it starts instances from is not known",
                            List.of(ComputeCommands.showGroup(group.region(), group.name())));
        };
    }

    /// The choices of a group from which instances get the old profile.
    List<TemplateChoice> old(ScalingGroup group) {
        return group.source().templates().stream()
                .filter(choice -> {
                    Version version = state.inventory().version(group.region(), choice);
                    return version != null && version.names(state.rotation().from());
                })
                .toList();
    }

    /// Whether a group uses whatever the template calls its default or latest version.
    static boolean followsTemplate(TemplateChoice choice) {
        return choice.version().startsWith("$");
    }

    private RotationStep template(ScalingGroup group, TemplateChoice choice) {
        Successors successors = new Successors(state);
        Version next = successors.known(group, choice);
        Version proven = successors.proven(group, choice);
        if (next == null || followsTemplate(choice) || (proven == null && isNext(group, choice))) {
            return afterTemplate(group);
        }
        String use = use(group, choice.id(), Long.toString(next.number()));
        if (next.equals(proven)) {
            return RotationStep.ready(
                    GroupSteps.title(group),
                    List.of(
                            new ComputeAction.UseTemplateVersion(
                                    group.region(), group.name(), choice.id(), next.number())),
                    List.of(use, refresh(group)),
                    GroupSteps.check(group));
        }
        Version source = state.inventory().version(group.region(), choice);
        return source == null
                ? afterTemplate(group)
                : byHand(
                        group,
                        Successors.warning(source, next),
                        List.of(
                                ComputeCommands.compareVersions(
                                        group.region(),
                                        choice.id(),
                                        source.number(),
                                        next.number()),
                                use,
                                refresh(group)));
    }

    /// Whether ProfileRotation can do the step of the group's launch template now.
    private boolean isNext(ScalingGroup group, TemplateChoice choice) {
        LaunchTemplate template = state.inventory().template(group.region(), choice);
        return state.may().isGiven()
                && template != null
                && new TemplateSteps(state).isReady(template);
    }

    private RotationStep mixed(ScalingGroup group) {
        return old(group).stream().allMatch(LaunchSteps::followsTemplate)
                ? afterTemplate(group)
                : byHand(
                        group,
                        "Its mixed instances policy names versions of launch templates by number:"
                                + " change them in the policy that is shown, set it, then start an"
                                + " instance refresh",
                        withPolicy(group));
    }

    private static List<String> withPolicy(ScalingGroup group) {
        List<String> commands =
                new ArrayList<>(ComputeCommands.changePolicy(group.region(), group.name()));
        commands.add(refresh(group));
        return commands;
    }

    /// The step of its launch template comes first, if there is one.
    private RotationStep afterTemplate(ScalingGroup group) {
        ManagedCompute managed = new ManagedCompute(state.inventory());
        boolean isManaged =
                old(group).stream()
                        .map(choice -> state.inventory().template(group.region(), choice))
                        .filter(Objects::nonNull)
                        .anyMatch(managed::has);
        return isManaged
                ? byHand(
                        group,
                        "Its launch template belongs to GKE on AWS or to a managed node group: let"
                                + " it use another one",
                        List.of(
                                ComputeCommands.showGroup(group.region(), group.name()),
                                use(group, "TEMPLATE", "1"),
                                refresh(group)))
                : GroupSteps.later(group);
    }

    private RotationStep configuration(ScalingGroup group, String name) {
        return byHand(
                group,
                "It uses launch configuration %s, which cannot be changed: make a launch template with its settings, and let the group use it"
                        .formatted(name),
                List.of(
                        ComputeCommands.showConfiguration(group.region(), name),
                        ComputeCommands.createTemplate(
                                group.region(), templateName(name), state.rotation().to()),
                        use(group, "TEMPLATE", "1"),
                        refresh(group)));
    }

    /// A name for the launch template that replaces a launch configuration. Launch templates can
    /// have fewer names: 3 to 128 letters, digits, and `-()./_`.
    ///
    /// See https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html
    private static String templateName(String configuration) {
        String allowed = configuration.replaceAll("[^a-zA-Z0-9()./_-]", "-");
        String name = allowed.substring(0, Math.min(allowed.length(), MOST_OF_NAME));
        return name.length() < LEAST_OF_NAME ? "template-" + name : name;
    }

    private static RotationStep byHand(ScalingGroup group, String why, List<String> commands) {
        return RotationStep.byHand(GroupSteps.title(group), why, commands, GroupSteps.check(group));
    }

    private static String use(ScalingGroup group, String template, String version) {
        return ComputeCommands.useTemplateVersion(group.region(), group.name(), template, version);
    }

    private static String refresh(ScalingGroup group) {
        return ComputeCommands.startRefresh(group.region(), group.name());
    }
}
