package dev.profileguard.rotation.rule;

import dev.profileguard.compute.LaunchConfiguration;
import dev.profileguard.compute.ProfileUsage;
import dev.profileguard.finding.ComputeCommands;
import dev.profileguard.finding.RotationCommands;
import java.util.List;

/// The steps for what no other step is about, although it keeps the old profile from being deleted.
record LeftSteps(RotationState state) {
    /// The launch configurations that no group uses any more.
    ///
    /// See
    /// https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_DeleteLaunchConfiguration.html
    List<RotationStep> configurations() {
        return state.old().configurations().stream()
                .filter(each -> !isUsed(each))
                .map(LeftSteps::configuration)
                .toList();
    }

    private boolean isUsed(LaunchConfiguration configuration) {
        return state.inventory().groups().stream()
                .filter(each -> each.region().equals(configuration.region()))
                .anyMatch(each -> configuration.name().equals(each.source().configuration()));
    }

    private static RotationStep configuration(LaunchConfiguration configuration) {
        return RotationStep.byHand(
                "Delete launch configuration %s in %s"
                        .formatted(configuration.name(), configuration.region()),
                "No group uses it any more, and it cannot be changed",
                List.of(
                        ComputeCommands.deleteConfiguration(
                                configuration.region(), configuration.name())),
                ComputeCommands.showConfiguration(configuration.region(), configuration.name()));
    }

    /// What still uses the old profile when all other steps are done; empty: nothing.
    List<RotationStep> others() {
        ProfileUsage old = state.old();
        return old.isUnused()
                ? List.of()
                : List.of(
                        RotationStep.byHand(
                                "End the use of %s by what is left: %s"
                                        .formatted(old.profile(), old.summary()),
                                "It belongs to a service, or AWS does not show what started it:"
                                        + " stillUsed in the answer lists it",
                                List.of(),
                                RotationCommands.gone(state.rotation().from())));
    }
}
