package dev.profileguard.rotation;

import dev.profileguard.reconcile.Outcome;
import dev.profileguard.rotation.rule.Link;
import dev.profileguard.rotation.rule.Rotation;
import dev.profileguard.rotation.rule.RotationDecision;
import dev.profileguard.rotation.rule.RotationFindings;
import dev.profileguard.rotation.rule.RotationState;
import dev.profileguard.rotation.rule.RotationStep;
import dev.profileguard.rotation.rule.RotationSteps;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes the answers to requests.
///
/// @param account twelve digits
/// @param requestId the invocation's ID
record RotationAnswer(String account, String requestId) {
    private static final int MOST_STEPS = 500;

    /// The answer about a rotation that is not over, with the finding that lasts until then. If it
    /// has more than 500 steps, it shows the first 500 of those that are not done: a response of
    /// Lambda can have 6 MB.
    ///
    /// @param work what was done now
    Outcome of(
            RotationState state,
            RotationSteps steps,
            RotationDecision decision,
            String why,
            Work work) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>(json(state.rotation()));
        List<RotationStep> shown =
                steps.all().size() <= MOST_STEPS
                        ? steps.all()
                        : steps.open().stream().limit(MOST_STEPS).toList();
        details.put("steps", shown.stream().map(each -> each.json()).toList());
        if (shown.size() < steps.all().size()) {
            details.put("moreSteps", steps.all().size() - shown.size());
        }
        details.put("performed", work.performed());
        details.put("stillUsed", state.leaving().json());
        return new Outcome.Answered(
                state.rotation().from().subject(),
                decision,
                why,
                work.actions(),
                List.of(RotationFindings.unfinished(state.rotation(), steps, account, requestId)),
                details,
                requestId);
    }

    /// The answer about a rotation that is over.
    Outcome ended(Rotation rotation, RotationDecision decision, String why, Work work) {
        return new Outcome.Answered(
                rotation.from().subject(),
                decision,
                why,
                work.actions(),
                List.of(),
                new LinkedHashMap<>(json(rotation)),
                requestId);
    }

    /// A rotation as JSON values.
    static Map<String, Object> json(Rotation rotation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("from", rotation.from().value());
        json.put("to", rotation.to().value());
        json.put("role", rotation.role().name().value());
        json.put("started", rotation.started().toString());
        if (!rotation.links().isEmpty()) {
            json.put("for", rotation.links().stream().map(Link::json).toList());
        }
        if (rotation.unusedSince() != null) {
            json.put("unusedSince", rotation.unusedSince().toString());
        }
        return json;
    }
}
