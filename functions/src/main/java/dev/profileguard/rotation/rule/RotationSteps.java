package dev.profileguard.rotation.rule;

import dev.profileguard.rotation.rule.RotationStep.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The steps from the old profile to the new one, in order, with those that are done.
///
/// Nothing loses its profile: the new profile is there before anything uses it, and the old one
/// stays until nothing does.
///
/// @param all in the order in which they are done
public record RotationSteps(List<RotationStep> all) {
    private static final Set<State> OPEN =
            Set.of(State.READY, State.BY_HAND, State.LATER, State.UNDER_WAY, State.FAILED);

    /// Takes a copy.
    public RotationSteps {
        all = List.copyOf(all);
    }

    /// The steps of a rotation: forward to the new profile, or back from it if it is cancelled.
    public static RotationSteps of(RotationState state) {
        return state.rotation().phase() == Rotation.Phase.CANCEL
                ? new RotationSteps(new BackSteps(state).all())
                : forward(state);
    }

    private static RotationSteps forward(RotationState state) {
        ClusterSteps clusters = new ClusterSteps(state);
        RotationStep profile = new ProfileStep(state).step();
        List<RotationStep> steps = new ArrayList<>();
        steps.add(profile);
        steps.addAll(clusters.access());
        steps.addAll(afterProfile(profile, clusters.gke()));
        steps.addAll(afterAll(profile, state, new TemplateSteps(state).all()));
        steps.addAll(afterAll(profile, state, new GroupSteps(state).all()));
        steps.addAll(afterProfile(profile, clusters.nodegroups()));
        steps.addAll(afterAll(profile, state, new InstanceSteps(state).all()));
        steps.addAll(afterAll(profile, state, new LeftSteps(state).configurations()));
        if (steps.stream().allMatch(RotationStep::isDone)) {
            steps.addAll(new LeftSteps(state).others());
        }
        return new RotationSteps(steps);
    }

    /// Nothing may use the new profile before it is there with its role, and whoever reads the
    /// commands must not either: EC2 does not check the profile in a launch template.
    private static List<RotationStep> afterProfile(RotationStep profile, List<RotationStep> steps) {
        return profile.isDone() ? steps : later(steps, "The new profile comes first");
    }

    /// What is not known decides too: a group that uses `$Latest`, or to whom a template belongs.
    private static List<RotationStep> afterAll(
            RotationStep profile, RotationState state, List<RotationStep> steps) {
        List<RotationStep> known =
                state.inventory().isComplete()
                        ? steps
                        : later(
                                steps,
                                "Not everything could be asked (%s): name the regions in InstanceRegions if some are not to be asked"
                                        .formatted(state.inventory().unknown().getFirst()));
        return afterProfile(profile, known);
    }

    private static List<RotationStep> later(List<RotationStep> steps, String why) {
        return steps.stream()
                .map(step ->
                        step.state() == State.READY || step.state() == State.BY_HAND
                                ? RotationStep.waiting(step.title(), State.LATER, why, step.check())
                                : step)
                .toList();
    }

    /// The steps that are not done.
    public List<RotationStep> open() {
        return all.stream().filter(each -> OPEN.contains(each.state())).toList();
    }

    /// The steps that ProfileRotation can do now, before it reads again: the first one, and those
    /// of the same kind.
    public List<RotationStep> next() {
        List<RotationStep> ready =
                in(State.READY).stream().filter(each -> !each.actions().isEmpty()).toList();
        return ready.stream().filter(each -> each.isLike(ready.getFirst())).toList();
    }

    /// The steps that failed.
    public List<RotationStep> failed() {
        return in(State.FAILED);
    }

    /// The steps in a state.
    public List<RotationStep> in(State state) {
        return all.stream().filter(each -> each.state() == state).toList();
    }

    /// How far it is, as a sentence without its end, such as `2 of 5 steps are done`.
    public String progress() {
        long done = all.stream().filter(RotationStep::isDone).count();
        return "%d of %d steps are done".formatted(done, all.size());
    }
}
