package dev.profileguard.sandbox.command.operate;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All changes of one role or profile, in the order in which they are made.
///
/// @param subject such as `instance-profile/web`
/// @param reasons why, one for each rule
/// @param steps the actions
record ResourceChange(String subject, List<Reason> reasons, List<Step> steps) {
    private static final String CREATE = "CreateProfile";
    private static final String DELETE = "DeleteProfile";
    private static final String RECORD = "RecordBaseline";
    private static final String REMOVE = "RemoveBaseline";

    /// Takes copies.
    ResourceChange {
        reasons = List.copyOf(reasons);
        steps = List.copyOf(steps);
    }

    /// Why a rule changes it.
    record Reason(String rule, String decision, String why) {}

    /// One action.
    ///
    /// @param action its name, such as `AddRole`
    /// @param description in words
    record Step(String action, String description) {
        Sign sign() {
            return switch (action) {
                case CREATE, RECORD, "AddRole", "AttachPolicy" -> Sign.ADD;
                case DELETE, REMOVE, "RemoveRole", "UntagProfile" -> Sign.DELETE;
                default -> Sign.CHANGE;
            };
        }
    }

    /// The signs that infrastructure tools put before a change.
    enum Sign {
        /// It is created, or something is added to it.
        ADD("+"),
        /// It is changed.
        CHANGE("~"),
        /// It is deleted, or something is removed from it.
        DELETE("-"),
        /// It is deleted and created again.
        REPLACE("-/+");

        private final String text;

        Sign(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    /// What happens to the role or profile itself.
    Sign sign() {
        boolean created = has(CREATE) || has(RECORD);
        boolean deleted = has(DELETE) || has(REMOVE);
        if (created) {
            return deleted ? Sign.REPLACE : Sign.ADD;
        }
        return deleted ? Sign.DELETE : Sign.CHANGE;
    }

    private boolean has(String action) {
        return steps.stream().anyMatch(each -> each.action().equals(action));
    }

    /// The changes that a report contains, in its order.
    ///
    /// @param outcomes of the report
    /// @param effects the effects of actions that count: `would-do` of a plan, `done` of what was
    ///   applied
    static List<ResourceChange> in(List<JsonNode> outcomes, Set<String> effects) {
        Map<String, List<Reason>> reasons = new LinkedHashMap<>();
        Map<String, List<Step>> steps = new LinkedHashMap<>();
        for (JsonNode outcome : outcomes) {
            for (JsonNode action : actions(outcome)) {
                if (effects.contains(action.path("outcome").asText())) {
                    String subject = action.path("subject").asText("?");
                    List<Reason> why = reasons.computeIfAbsent(subject, any -> new ArrayList<>());
                    if (!why.contains(reason(outcome))) {
                        why.add(reason(outcome));
                    }
                    steps.computeIfAbsent(subject, any -> new ArrayList<>()).add(step(action));
                }
            }
        }
        return steps.entrySet().stream()
                .map(each ->
                        new ResourceChange(
                                each.getKey(),
                                reasons.getOrDefault(each.getKey(), List.of()),
                                each.getValue()))
                .toList();
    }

    /// The actions of an outcome, and its changes of baselines.
    private static List<JsonNode> actions(JsonNode outcome) {
        List<JsonNode> all = new ArrayList<>();
        outcome.path("actions").forEach(all::add);
        outcome.path("baselines").forEach(all::add);
        return all;
    }

    private static Reason reason(JsonNode outcome) {
        return new Reason(
                outcome.path("rule").asText("?"),
                outcome.path("decision").asText("?"),
                outcome.path("why").asText(""));
    }

    private static Step step(JsonNode action) {
        return new Step(action.path("action").asText("?"), action.path("description").asText("?"));
    }
}
