package dev.profileguard.sandbox.command.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// What a function answered to a request by hand.
///
/// @param function its name in the template
/// @param text as the function wrote it
/// @param json the same, parsed; missing: it is no JSON
/// @param error what Lambda says about an error of the function, such as `Unhandled`; null: none
public record Answer(String function, String text, JsonNode json, @Nullable String error) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The decisions by which a function does nothing of what it was asked. Rules have decisions of
    /// their own for what was right already.
    private static final Set<String> NOT_DONE =
            Set.of(
                    "failed",
                    "off",
                    "not-for-us",
                    "never-touched",
                    "breaker-open",
                    "plan-changed",
                    "rotation-stopped",
                    "rotation-refused",
                    "refused");

    private static final Set<String> EFFECTS_OF_SUCCESS = Set.of("done", "already");

    static Answer of(String function, String text, @Nullable String error) {
        return new Answer(function, text, parsed(text), error);
    }

    /// Why the request was not carried out; null: it was.
    public @Nullable String refusal() {
        if (error != null) {
            return ofError();
        }
        String decision = json.path("decision").asText("");
        if (NOT_DONE.contains(decision)) {
            return "%s did not do it (%s): %s"
                    .formatted(function, decision, json.path("why").asText(""));
        }
        for (JsonNode action : json.path("actions")) {
            String outcome = action.path("outcome").asText("done");
            if (!EFFECTS_OF_SUCCESS.contains(outcome)) {
                return "%s did not %s: %s"
                        .formatted(function, action.path("description").asText("do it"), outcome);
            }
        }
        return ofSweep();
    }

    private @Nullable String ofSweep() {
        int failed = json.path("failed").asInt(0);
        if (failed > 0) {
            return "%s failed for %d roles or profiles; the answer names them"
                    .formatted(function, failed);
        }
        return json.path("cursor").isTextual()
                ? "%s did only a part, because its time was up. Repeat the request with the \"cursor\" of the answer, or use 'guard plan' and 'guard apply'"
                        .formatted(function)
                : null;
    }

    /// A function throws IllegalArgumentException for a request that it refuses.
    private String ofError() {
        String type = json.path("errorType").asText("");
        String message = json.path("errorMessage").asText(text);
        if (type.endsWith("IllegalArgumentException")
                || type.endsWith("UnreadableEventException")) {
            return "%s refused the request: %s".formatted(function, message);
        }
        return "%s failed: %s%s".formatted(function, type.isEmpty() ? "" : type + ": ", message);
    }

    /// The texts of a list in the answer.
    public static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return MissingNode.getInstance();
        }
    }
}
