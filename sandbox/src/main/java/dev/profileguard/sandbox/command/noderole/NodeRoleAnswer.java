package dev.profileguard.sandbox.command.noderole;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.terminal.Terminal;
import java.io.UncheckedIOException;

/// What NodeRoleCheck answers about a role.
record NodeRoleAnswer(JsonNode json) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The request about a role.
    static String request(String role) {
        ObjectNode request = JSON.createObjectNode();
        request.putObject("show").put("role", role);
        return request.toString();
    }

    static NodeRoleAnswer of(String payload) {
        try {
            return new NodeRoleAnswer(JSON.readTree(payload));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Prints it.
    ///
    /// @return whether nothing is wrong
    boolean print(Terminal terminal) {
        terminal.line(json.path("why").asText());
        boolean right = true;
        for (JsonNode check : json.path("checks")) {
            line(check, terminal);
            right &= !check.path("result").asText().equals("wrong");
        }
        return right;
    }

    private static void line(JsonNode check, Terminal terminal) {
        terminal.line(
                "%-7s %-13s %s"
                        .formatted(
                                check.path("result").asText(),
                                check.path("topic").asText(),
                                check.path("text").asText()));
        check.path("proof").forEach(each -> terminal.line("        " + each.asText()));
        check.path("todo").forEach(each -> terminal.line("        todo: " + each.asText()));
    }
}
