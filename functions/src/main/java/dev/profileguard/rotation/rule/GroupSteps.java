package dev.profileguard.rotation.rule;

import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.InstanceRefresh;
import dev.profileguard.compute.LaunchTemplate;
import dev.profileguard.compute.LaunchTemplate.Version;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.compute.ScalingGroup.Source;
import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import dev.profileguard.finding.ComputeCommands;
import dev.profileguard.iam.ProfileName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The steps for Auto Scaling groups, one group after the other: the group starts new instances
/// with the new profile, then an instance refresh replaces those that it has.
///
/// See https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-instance-refresh.html
final class GroupSteps {
    private final RotationState state;
    private final ProfileName from;
    private final ProfileName to;
    private final TemplateSteps templates;

    GroupSteps(RotationState state, TemplateSteps templates) {
        this.state = state;
        this.templates = templates;
        this.from = state.rotation().from();
        this.to = state.rotation().to();
    }

    /// One step for each group that somebody may change. Only the first that is not done is ready.
    List<RotationStep> all() {
        List<RotationStep> steps = new ArrayList<>();
        boolean isFirst = true;
        for (ScalingGroup group : groups()) {
            RotationStep step = step(group);
            boolean comesNext = step.state() == RotationStep.State.READY;
            steps.add(comesNext && !isFirst ? later(group) : step);
            isFirst &= !comesNext && step.state() != RotationStep.State.UNDER_WAY;
        }
        return steps;
    }

    /// The groups that a step is about: those of the old profile, and those that have the new one.
    private List<ScalingGroup> groups() {
        return state.inventory().groups().stream()
                .filter(each -> !each.owner().isGke() && !isManaged(each))
                .sorted(Comparator.comparing(RotationState::key))
                .toList();
    }

    private boolean isManaged(ScalingGroup group) {
        return group.owner().isManagedByEks()
                || state.inventory().nodegroups().stream()
                        .filter(each -> each.region().equals(group.region()))
                        .anyMatch(each -> each.groups().contains(group.name()));
    }

    private RotationStep step(ScalingGroup group) {
        String title = title(group);
        boolean starts = state.inventory().starts(group, from);
        int left = state.inventory().instances(group, from).size();
        if (!starts && left == 0) {
            return RotationStep.done(title);
        }
        InstanceRefresh refresh = state.refresh(group);
        if (!starts && refresh != null && refresh.isRunning()) {
            return RotationStep.waiting(
                    title,
                    RotationStep.State.UNDER_WAY,
                    "Instance refresh %s is at %d %%".formatted(refresh.id(), refresh.percentage()),
                    check(group));
        }
        if (state.needsAccess(group.owner().cluster())) {
            return RotationStep.byHand(
                    title,
                    "Its instances are nodes of cluster %s, which does not know role %s: let the cluster know it first, then drain the nodes as they are replaced"
                            .formatted(group.owner().cluster(), state.rotation().role().name()),
                    commands(group, starts),
                    check(group));
        }
        return starts ? starting(group, title) : replacing(group, title, left);
    }

    /// The group starts instances with the old profile.
    private RotationStep starting(ScalingGroup group, String title) {
        return switch (group.source()) {
            case Source.Template(TemplateChoice choice) -> starting(group, title, choice);
            case Source.Mixed(List<TemplateChoice> choices) ->
                    choices.stream().allMatch(GroupSteps::followsTemplate)
                            ? later(group)
                            : RotationStep.byHand(
                                    title,
                                    "Its mixed instances policy names versions of launch templates"
                                            + " by number: change them in the policy that is shown,"
                                            + " set it, then start an instance refresh",
                                    withPolicy(group),
                                    check(group));
            case Source.Configuration(String name) -> withConfiguration(group, title, name);
            case Source.Unknown unknown ->
                    RotationStep.byHand(
                            title,
                            "What it starts instances from is not known",
                            List.of(ComputeCommands.showGroup(group.region(), group.name())),
                            check(group));
        };
    }

    private static List<String> withPolicy(ScalingGroup group) {
        List<String> commands =
                new ArrayList<>(ComputeCommands.changePolicy(group.region(), group.name()));
        commands.add(ComputeCommands.startRefresh(group.region(), group.name()));
        return commands;
    }

    private RotationStep starting(ScalingGroup group, String title, TemplateChoice choice) {
        LaunchTemplate template = state.inventory().template(group.region(), choice);
        Version used = template == null ? null : template.version(choice.version());
        Version next =
                template == null || used == null ? null : templates.successor(template, used);
        return next == null || followsTemplate(choice)
                ? later(group)
                : RotationStep.ready(
                        title,
                        List.of(
                                new ComputeAction.UseTemplateVersion(
                                        group.region(), group.name(), choice.id(), next.number())),
                        List.of(
                                ComputeCommands.useTemplateVersion(
                                        group.region(),
                                        group.name(),
                                        choice.id(),
                                        Long.toString(next.number())),
                                ComputeCommands.startRefresh(group.region(), group.name())),
                        check(group));
    }

    /// Whether a group uses whatever the template calls its default or latest version.
    private static boolean followsTemplate(TemplateChoice choice) {
        return choice.version().startsWith("$");
    }

    private RotationStep withConfiguration(ScalingGroup group, String title, String name) {
        return RotationStep.byHand(
                title,
                "It uses launch configuration %s, which cannot be changed: make a launch template with its settings, and let the group use it"
                        .formatted(name),
                List.of(
                        ComputeCommands.showConfiguration(group.region(), name),
                        ComputeCommands.createTemplate(group.region(), templateName(name), to),
                        ComputeCommands.useTemplateVersion(
                                group.region(), group.name(), "TEMPLATE", "1"),
                        ComputeCommands.startRefresh(group.region(), group.name())),
                check(group));
    }

    /// A name for the launch template that replaces a launch configuration. Launch templates can
    /// have fewer names: 3 to 128 letters, digits, and `-()./_`.
    ///
    /// See https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateLaunchTemplate.html
    private static String templateName(String configuration) {
        String allowed = configuration.replaceAll("[^a-zA-Z0-9()./_-]", "-");
        String name = allowed.length() > 100 ? allowed.substring(0, 100) : allowed;
        return name.length() < 3 ? "template-" + name : name;
    }

    /// The group starts instances with the new profile, and has some with the old one.
    private RotationStep replacing(ScalingGroup group, String title, int left) {
        InstanceRefresh refresh = state.refresh(group);
        List<String> commands = List.of(ComputeCommands.startRefresh(group.region(), group.name()));
        @Nullable String started = state.rotation().refresh(group.region(), group.name());
        if (refresh != null && !refresh.isSuccessful() && refresh.id().equals(started)) {
            return RotationStep.failed(
                    title,
                    "Instance refresh %s ended as %s%s. Remove the cause, and start it again"
                            .formatted(
                                    refresh.id(),
                                    refresh.status(),
                                    refresh.reason().isEmpty() ? "" : ": " + refresh.reason()),
                    commands,
                    check(group));
        }
        if (group.source() instanceof Source.Configuration) {
            return RotationStep.byHand(
                    title,
                    "It uses a launch configuration: an instance refresh replaces all its"
                            + " instances, also those that have the new profile",
                    List.of(ComputeCommands.replaceAll(group.region(), group.name())),
                    check(group));
        }
        return RotationStep.ready(
                "%s: %d of its instances are to be replaced".formatted(title, left),
                List.of(new ComputeAction.StartRefresh(group.region(), group.name())),
                commands,
                check(group));
    }

    private RotationStep later(ScalingGroup group) {
        return RotationStep.waiting(
                title(group), RotationStep.State.LATER, "Another step comes first", check(group));
    }

    private List<String> commands(ScalingGroup group, boolean starts) {
        List<String> commands = new ArrayList<>();
        group.source().templates().stream()
                .filter(choice -> starts && !followsTemplate(choice))
                .map(choice ->
                        ComputeCommands.useTemplateVersion(
                                group.region(), group.name(), choice.id(), version(group, choice)))
                .filter(Objects::nonNull)
                .forEach(commands::add);
        commands.add("kubectl drain NODE --ignore-daemonsets --delete-emptydir-data");
        commands.add(ComputeCommands.startRefresh(group.region(), group.name()));
        return commands;
    }

    private String version(ScalingGroup group, TemplateChoice choice) {
        LaunchTemplate template = state.inventory().template(group.region(), choice);
        Version used = template == null ? null : template.version(choice.version());
        Version next =
                template == null || used == null ? null : templates.successor(template, used);
        return next == null ? "VERSION" : Long.toString(next.number());
    }

    private String title(ScalingGroup group) {
        return "Replace the instances of Auto Scaling group %s in %s"
                .formatted(group.name(), group.region());
    }

    private static String check(ScalingGroup group) {
        return ComputeCommands.showRefresh(group.region(), group.name());
    }
}
