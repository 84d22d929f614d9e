package dev.profileguard.rotation.rule;

import dev.profileguard.compute.LaunchConfiguration;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.finding.ComputeCommands;
import java.util.List;
import java.util.stream.Collectors;

/// The steps for launch configurations, which cannot be changed: a person deletes each once no
/// group uses it.
///
/// See https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-configurations.html
final class ConfigurationSteps {
    private final RotationState state;

    ConfigurationSteps(RotationState state) {
        this.state = state;
    }

    /// One step for each. Those that are deleted have none.
    List<RotationStep> all() {
        return state.old().configurations().stream().map(this::step).toList();
    }

    private RotationStep step(LaunchConfiguration each) {
        String title = "Delete launch configuration %s in %s".formatted(each.name(), each.region());
        String check = ComputeCommands.showConfiguration(each.region(), each.name());
        String users =
                state.inventory().groups().stream()
                        .filter(group -> group.region().equals(each.region()))
                        .filter(group -> each.name().equals(group.source().configuration()))
                        .map(ScalingGroup::name)
                        .collect(Collectors.joining(", "));
        return users.isEmpty()
                ? RotationStep.byHand(
                        title,
                        "It would start instances with %s, and cannot be changed. No group uses it"
                                .formatted(state.rotation().from()),
                        List.of(ComputeCommands.deleteConfiguration(each.region(), each.name())),
                        check)
                : RotationStep.waiting(
                        title, RotationStep.State.LATER, "Groups use it: " + users, check);
    }
}
