package dev.profileguard.rotation.rule;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.RotationCommands;
import dev.profileguard.rotation.rule.RotationStep.State;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The findings of ProfileRotation.
public final class RotationFindings {
    private static final String BY = "a manual invocation";
    private static final int MOST_STEPS = 5;

    private RotationFindings() {}

    /// The finding that lasts until the rotation is over.
    ///
    /// @param account twelve digits
    public static Finding unfinished(
            Rotation rotation, RotationSteps steps, String account, String requestId) {
        List<String> todo = new ArrayList<>();
        steps.open().stream().limit(MOST_STEPS).map(RotationFindings::line).forEach(todo::add);
        if (steps.open().size() > MOST_STEPS) {
            todo.add("%d more steps".formatted(steps.open().size() - MOST_STEPS));
        }
        boolean isCancelled = rotation.phase() == Rotation.Phase.CANCEL;
        todo.add("For all steps with their commands: " + RotationCommands.status(rotation.from()));
        todo.add(
                "When nothing uses %s any more: %s"
                        .formatted(
                                rotation.leaving(),
                                isCancelled
                                        ? RotationCommands.cancel(rotation.from())
                                        : RotationCommands.finish(rotation.from())));
        return new Finding(
                Kind.ROTATION_UNFINISHED,
                rotation.from().subject(),
                account,
                BY,
                (isCancelled
                                ? "The rotation of %s to %s with role %s since %s is being"
                                        + " cancelled; %s"
                                : "%s is being replaced by %s with role %s since %s; %s")
                        .formatted(
                                rotation.from(),
                                rotation.to(),
                                rotation.role().name(),
                                rotation.started().truncatedTo(ChronoUnit.SECONDS),
                                steps.progress()),
                List.of(),
                todo,
                requestId);
    }

    private static String line(RotationStep step) {
        return step.state() == State.FAILED
                ? "%s: %s".formatted(step.title(), step.why())
                : step.title();
    }
}
