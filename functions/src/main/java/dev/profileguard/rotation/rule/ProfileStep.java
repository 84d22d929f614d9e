package dev.profileguard.rotation.rule;

import dev.profileguard.finding.AdviceCommands;
import dev.profileguard.finding.Commands;
import dev.profileguard.iam.InstanceProfile;
import java.util.List;

/// The first step: the new profile, with its role.
record ProfileStep(RotationState state) {
    RotationStep step() {
        Rotation rotation = state.rotation();
        InstanceProfile found = state.to();
        if (state.hasNewProfile()) {
            return RotationStep.done(title());
        }
        if (found == null) {
            return rotation.toId() == null
                    ? open(NewProfile.commands(rotation, state.from()))
                    : failed("The new profile (%s) was deleted".formatted(rotation.toId()));
        }
        if (rotation.toId() != null && !rotation.toId().equals(found.id())) {
            return failed(
                    "The new profile (%s) was deleted and created again (%s)"
                            .formatted(rotation.toId(), found.id()));
        }
        return found.role() == null
                ? empty(found)
                : failed(
                        "There is another profile of this name, or another role in it: %s (%s)"
                                .formatted(found.role().name(), found.role().id()));
    }

    /// An instance that uses the empty profile would get the role, whoever associated it.
    private RotationStep empty(InstanceProfile found) {
        Rotation rotation = state.rotation();
        if (!state.replacement().instances().isEmpty()) {
            return failed("Instances use it although it is empty (%s)".formatted(found.id()));
        }
        if (state.may().isGiven() && !NewProfile.isMadeBy(rotation, found)) {
            return failed("The rotation did not make it (%s)".formatted(found.id()));
        }
        return state.inventory().isComplete()
                ? open(List.of(Commands.addRole(rotation.to(), rotation.role().name())))
                : RotationStep.waiting(
                        title(),
                        RotationStep.State.LATER,
                        "It is empty, and whether instances use it is not known: %s"
                                .formatted(state.inventory().unknown().getFirst()),
                        check());
    }

    private String title() {
        return "Make instance profile %s with role %s"
                .formatted(state.rotation().to(), state.rotation().role().name());
    }

    private String check() {
        return AdviceCommands.showProfile(state.rotation().to());
    }

    private RotationStep open(List<String> commands) {
        String why = state.may().why();
        return why == null
                ? RotationStep.ready(title(), List.of(), commands, check())
                : RotationStep.byHand(title(), why, commands, check());
    }

    private RotationStep failed(String why) {
        return RotationStep.failed(
                title(),
                why + ": cancel the rotation, and start it with another name in the field to",
                List.of(),
                check());
    }
}
