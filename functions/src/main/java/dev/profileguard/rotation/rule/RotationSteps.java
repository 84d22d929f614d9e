package dev.profileguard.rotation.rule;

import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.finding.Commands;
import dev.profileguard.iam.InstanceProfile;
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

    /// The steps of a rotation.
    public static RotationSteps of(RotationState state) {
        List<RotationStep> steps = new ArrayList<>();
        ClusterSteps clusters = new ClusterSteps(state);
        TemplateSteps templates = new TemplateSteps(state);
        steps.addAll(clusters.access());
        steps.addAll(clusters.gke());
        steps.addAll(templates.all());
        steps.addAll(new GroupSteps(state, templates).all());
        steps.addAll(new ConfigurationSteps(state).all());
        steps.addAll(clusters.nodegroups());
        steps.addAll(new InstanceSteps(state).all());
        RotationStep profile = profile(state);
        if (!profile.isDone()) {
            steps.replaceAll(RotationSteps::afterProfile);
        }
        steps.addFirst(profile);
        return new RotationSteps(steps);
    }

    /// Nothing may use the new profile before it is there with its role.
    private static RotationStep afterProfile(RotationStep step) {
        return step.state() == State.READY
                ? RotationStep.waiting(
                        step.title(), State.LATER, "The new profile comes first", step.check())
                : step;
    }

    private static RotationStep profile(RotationState state) {
        Rotation rotation = state.rotation();
        String title =
                "Make instance profile %s with role %s"
                        .formatted(rotation.to(), rotation.role().name());
        String check = AdviceCommands.showProfile(rotation.to());
        if (state.hasNewProfile()) {
            return RotationStep.done(title);
        }
        InstanceProfile found = state.to();
        List<String> commands =
                found == null
                        ? NewProfile.commands(rotation, state.from())
                        : List.of(Commands.addRole(rotation.to(), rotation.role().name()));
        if (found != null && found.role() != null) {
            return RotationStep.failed(
                    title,
                    "There is another profile of this name, with role %s (%s): cancel the rotation, and start it with another name in the field to"
                            .formatted(found.role().name(), found.role().id()),
                    List.of(),
                    check);
        }
        return state.may().isGiven()
                ? RotationStep.ready(title, List.of(), commands, check)
                : RotationStep.byHand(title, String.valueOf(state.may().why()), commands, check);
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
