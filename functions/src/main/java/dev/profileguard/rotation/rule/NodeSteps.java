package dev.profileguard.rotation.rule;

import dev.profileguard.compute.LaunchTemplate.Version;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.compute.ScalingGroup.TemplateChoice;
import dev.profileguard.finding.ComputeCommands;
import java.util.ArrayList;
import java.util.List;

/// The steps for groups whose instances are nodes of a Kubernetes cluster that does not know the
/// new role: they could not join it.
record NodeSteps(RotationState state) {
    RotationStep step(ScalingGroup group, String cluster) {
        return RotationStep.byHand(
                GroupSteps.title(group),
                "Its instances are nodes of cluster %s, which does not know role %s: let the cluster know it first, then drain the nodes as they are replaced"
                        .formatted(cluster, state.rotation().role().name()),
                commands(group),
                GroupSteps.check(group));
    }

    private List<String> commands(ScalingGroup group) {
        List<String> commands = new ArrayList<>();
        for (TemplateChoice choice : new LaunchSteps(state).old(group)) {
            if (!LaunchSteps.followsTemplate(choice)) {
                commands.add(
                        ComputeCommands.useTemplateVersion(
                                group.region(), group.name(), choice.id(), next(group, choice)));
            }
        }
        commands.add("kubectl drain NODE --ignore-daemonsets --delete-emptydir-data");
        commands.add(ComputeCommands.startRefresh(group.region(), group.name()));
        return commands;
    }

    private String next(ScalingGroup group, TemplateChoice choice) {
        Version next = new Successors(state).known(group, choice);
        return next == null ? "VERSION" : Long.toString(next.number());
    }
}
