package dev.profileguard.rotation.rule;

import dev.profileguard.compute.Manager;
import dev.profileguard.compute.ProfileInstance;
import dev.profileguard.compute.ScalingGroup;
import dev.profileguard.finding.ComputeCommands;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.rotation.rule.RotationStep.State;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The steps for Auto Scaling groups, one group after the other: the group starts new instances
/// with the new profile, then an instance refresh replaces those that it has.
///
/// See https://docs.aws.amazon.com/autoscaling/ec2/userguide/asg-instance-refresh.html
final class GroupSteps {
    private final RotationState state;
    private final ProfileName from;

    GroupSteps(RotationState state) {
        this.state = state;
        this.from = state.rotation().from();
    }

    /// One step for each group that somebody may change. Only the first that is not done is ready,
    /// and none while instances of another are being replaced.
    List<RotationStep> all() {
        List<ScalingGroup> groups = groups();
        List<RotationStep> steps = new ArrayList<>(groups.stream().map(this::step).toList());
        boolean isTaken = steps.stream().anyMatch(each -> each.state() == State.UNDER_WAY);
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).state() == State.READY) {
                if (isTaken) {
                    steps.set(i, later(groups.get(i)));
                }
                isTaken = true;
            }
        }
        return steps;
    }

    /// The groups that a step is about: those of the old profile, and those that have the new one.
    private List<ScalingGroup> groups() {
        ManagedCompute managed = new ManagedCompute(state.inventory());
        return state.inventory().groups().stream()
                .filter(each -> !managed.has(each))
                .sorted(Comparator.comparing(RotationState::key))
                .toList();
    }

    private RotationStep step(ScalingGroup group) {
        boolean starts = state.inventory().starts(group, from);
        List<ProfileInstance> left = state.inventory().instances(group, from);
        if (!starts && left.isEmpty()) {
            return RotationStep.done(title(group));
        }
        if (!starts && left.stream().allMatch(ProfileInstance::isEnding)) {
            return RotationStep.waiting(
                    title(group),
                    State.UNDER_WAY,
                    "Its last instances with %s shut down".formatted(from),
                    check(group));
        }
        if (!starts && state.isRefreshed(group)) {
            return new RefreshSteps(state).step(group, left);
        }
        Manager manager = starts ? new ManagedCompute(state.inventory()).manager(group) : null;
        if (manager != null) {
            return new ManagerSteps(manager, state.rotation().to())
                    .step(title(group), check(group));
        }
        String cluster = state.clusterWithoutAccess(group);
        if (cluster != null) {
            return new NodeSteps(state).step(group, cluster);
        }
        return starts
                ? new LaunchSteps(state).step(group)
                : new RefreshSteps(state).step(group, left);
    }

    static RotationStep later(ScalingGroup group) {
        return RotationStep.waiting(
                title(group), State.LATER, "Another step comes first", check(group));
    }

    static String title(ScalingGroup group) {
        return "Replace the instances of Auto Scaling group %s in %s"
                .formatted(group.name(), group.region());
    }

    /// The command that shows how far a group is.
    static String check(ScalingGroup group) {
        return ComputeCommands.showRefresh(group.region(), group.name());
    }
}
