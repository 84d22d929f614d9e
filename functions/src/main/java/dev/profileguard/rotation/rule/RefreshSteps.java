package dev.profileguard.rotation.rule;

import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.InstanceRefresh;
import dev.profileguard.compute.LaunchTemplate.Version;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.compute.ScalingGroup.Source;
import dev.profileguard.finding.ComputeCommands;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.rotation.rule.RotationStep.State;
import java.util.List;

/// The steps for groups that do not start instances with the old profile, but have some. An
/// instance refresh replaces them if the new ones get the new profile.
record RefreshSteps(RotationState state) {
    /// @param left the instances with the old profile
    RotationStep step(ScalingGroup group, List<ProfileInstance> left) {
        InstanceRefresh latest = state.refresh(group);
        if (latest != null && latest.isRunning()) {
            return RotationStep.waiting(
                    GroupSteps.title(group),
                    State.UNDER_WAY,
                    "Instance refresh %s is at %d %%".formatted(latest.id(), latest.percentage()),
                    GroupSteps.check(group));
        }
        if (latest != null
                && latest.id().equals(state.rotation().refresh(group.region(), group.name()))) {
            return latest.isSuccessful() ? kept(group, left, latest) : failed(group, latest);
        }
        return next(group, left);
    }

    private RotationStep next(ScalingGroup group, List<ProfileInstance> left) {
        ProfileName to = state.rotation().to();
        if (!state.inventory().alwaysStarts(group, to)) {
            return byHand(
                    group,
                    "Its instances would be replaced by some without %s: let it start all its instances with %s first"
                            .formatted(to, to),
                    List.of(
                            ComputeCommands.showGroup(group.region(), group.name()),
                            refresh(group)));
        }
        if (group.source() instanceof Source.Configuration) {
            return byHand(
                    group,
                    "It uses a launch configuration: an instance refresh replaces all its"
                            + " instances, also those that have the new profile",
                    List.of(ComputeCommands.replaceAll(group.region(), group.name())));
        }
        List<Version> unproven = new Successors(state).unproven(group);
        if (!unproven.isEmpty()) {
            return byHand(
                    group,
                    "ProfileRotation did not make version %d of its launch template: look at its data first"
                            .formatted(unproven.getFirst().number()),
                    List.of(refresh(group)));
        }
        return RotationStep.ready(
                "%s: %d of its instances are to be replaced"
                        .formatted(GroupSteps.title(group), left.size()),
                List.of(new ComputeAction.StartRefresh(group.region(), group.name())),
                List.of(refresh(group)),
                GroupSteps.check(group));
    }

    private static RotationStep failed(ScalingGroup group, InstanceRefresh refresh) {
        return RotationStep.failed(
                GroupSteps.title(group),
                "Instance refresh %s ended as %s%s. Remove the cause, and start it again"
                        .formatted(
                                refresh.id(),
                                refresh.status(),
                                refresh.reason().isEmpty() ? "" : ": " + refresh.reason()),
                List.of(refresh(group)),
                GroupSteps.check(group));
    }

    /// An instance refresh keeps instances that were started as the group says now, whatever
    /// profile somebody associated them with since, and can keep those that are protected.
    private RotationStep kept(
            ScalingGroup group, List<ProfileInstance> left, InstanceRefresh refresh) {
        return byHand(
                group,
                "Instance refresh %s kept %d of its instances with %s: somebody associated them with it since they were started, or protects them from scale-in"
                        .formatted(refresh.id(), left.size(), state.rotation().from()),
                InstanceSteps.commands(
                        left.stream().map(ProfileInstance::use).toList(), state.rotation().to()));
    }

    private static RotationStep byHand(ScalingGroup group, String why, List<String> commands) {
        return RotationStep.byHand(GroupSteps.title(group), why, commands, GroupSteps.check(group));
    }

    private static String refresh(ScalingGroup group) {
        return ComputeCommands.startRefresh(group.region(), group.name());
    }
}
