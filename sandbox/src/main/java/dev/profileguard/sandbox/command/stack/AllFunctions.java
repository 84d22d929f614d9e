package dev.profileguard.sandbox.command.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;

/// Sends one request to all functions of a stack.
///
/// @param answers of the functions that know the request
public record AllFunctions(List<Answer> answers) {
    /// Takes a copy.
    public AllFunctions {
        answers = List.copyOf(answers);
    }

    /// Asks them one after the other.
    ///
    /// @param request JSON
    public static AllFunctions ask(DeployedStack stack, Functions functions, String request) {
        List<Answer> answers = new ArrayList<>();
        for (String function : stack.functions()) {
            Answer answer = functions.ask(function, request);
            if (isKnown(answer)) {
                answers.add(answer);
            }
        }
        return new AllFunctions(answers);
    }

    /// Functions refuse a request that they do not know with these words.
    private static boolean isKnown(Answer answer) {
        String message = answer.json().path("errorMessage").asText("");
        return answer.error() == null
                || !(message.startsWith("Invalid request: ")
                        || message.startsWith("there is no field '"));
    }

    /// An answer with the name of its function, as JSON.
    public static JsonNode named(Answer answer) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        return json.objectNode()
                .put("function", answer.function())
                .set(
                        "answer",
                        answer.json().isMissingNode()
                                ? json.textNode(answer.text())
                                : answer.json());
    }
}
