package dev.profileguard.rotation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.rotation.rule.RotationDecision;
import dev.profileguard.rotation.rule.RotationState;
import dev.profileguard.rotation.rule.RotationStep;
import dev.profileguard.rotation.rule.RotationSteps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RotationAnswerTest {
    @Test
    void showsAllStepsOfARotation() {
        Map<String, ?> json = answer(steps(300, 200));

        assertThat((List<?>) json.get("steps")).hasSize(500);
        assertThat(json).doesNotContainKey("moreSteps");
    }

    /// Thousands of groups would not fit into a response of Lambda.
    @Test
    void showsTheFirstOpenStepsOfALargeRotation() {
        Map<String, ?> json = answer(steps(300, 600));

        assertThat(json.get("steps")).isEqualTo(Collections.nCopies(500, byHand(1).json()));
        assertThat(json.get("moreSteps")).isEqualTo(400);
    }

    @Test
    void showsAHundredCommandsOfAStep() {
        assertThat(byHand(100).json()).doesNotContainKey("moreCommands");
        assertThat(byHand(101).json()).containsEntry("moreCommands", 1);
        assertThat((List<?>) byHand(101).json().get("commands")).hasSize(100);
    }

    private static Map<String, ? extends @Nullable Object> answer(RotationSteps steps) {
        Outcome outcome =
                new RotationAnswer("111122223333", "r-1")
                        .of(STATE, steps, RotationDecision.OPEN, "why", new Work());
        return ((Outcome.Answered) outcome).details();
    }

    private static RotationSteps steps(int done, int open) {
        List<RotationStep> steps =
                new ArrayList<>(Collections.nCopies(done, RotationStep.done("done")));
        steps.addAll(Collections.nCopies(open, byHand(1)));
        return new RotationSteps(steps);
    }

    private static RotationStep byHand(int commands) {
        return RotationStep.byHand("open", "why", Collections.nCopies(commands, "aws"), "");
    }

    private static final RotationState STATE =
            new RotationState(
                    new Rotation(
                            new ProfileName("old"),
                            "AIPA1",
                            new ProfileName("new"),
                            null,
                            "secret",
                            "token",
                            Rotation.Origin.PERSON,
                            new Rotation.NewRole(
                                    new RoleName("web"),
                                    "AROA1",
                                    "arn:aws:iam::111122223333:role/web",
                                    false),
                            Instant.EPOCH,
                            List.of(),
                            Map.of(),
                            Map.of(),
                            Rotation.Phase.REPLACE,
                            null,
                            1),
                    null,
                    null,
                    new ComputeInventory(
                            List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), 0),
                    Map.of(),
                    RotationState.Permission.GIVEN);
}
