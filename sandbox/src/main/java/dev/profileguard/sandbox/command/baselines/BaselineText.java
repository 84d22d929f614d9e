package dev.profileguard.sandbox.command.baselines;

import static dev.profileguard.sandbox.terminal.Terminal.styled;
import static dev.profileguard.sandbox.terminal.Terminal.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.profileguard.sandbox.command.stack.Answer;
import dev.profileguard.sandbox.terminal.Terminal;
import picocli.CommandLine.Help.Ansi.Style;

/// Prints baselines for people.
record BaselineText(Terminal terminal) {
    /// One profile: what is recorded, and what differs.
    void show(JsonNode json) {
        terminal.line(styled(json.path("profile").asText(), Style.bold));
        terminal.line("  baseline: " + json.path("state").asText());
        if (!json.path("state").asText().equals("none")) {
            terminal.line("  role: " + role(json));
            terminal.line("  path: " + json.path("path").asText());
            terminal.line("  since: " + json.path("since").asText());
            terminal.line("  by: " + json.path("by").asText());
            terminal.line("  event: " + json.path("eventId").asText());
            json.path("tags")
                    .properties()
                    .forEach(tag ->
                            terminal.line(
                                    "  tag: %s=%s"
                                            .formatted(tag.getKey(), tag.getValue().asText())));
        }
        terminal.line("  IAM shows: " + found(json.path("found")));
        String drift = String.join(", ", Answer.texts(json.path("drift")));
        terminal.line("  drift: " + (drift.isEmpty() ? "none" : drift));
        terminal.line("  earlier baselines: " + json.path("earlier").asInt());
    }

    /// A difference: what is recorded, and what IAM shows.
    void difference(JsonNode json) {
        terminal.line(
                styled(json.path("profile").asText(), Style.bold),
                text("  " + String.join(", ", Answer.texts(json.path("drift")))));
        terminal.line(styled("  - ", Style.fg_red), text(found(json.path("recorded"))));
        terminal.line(styled("  + ", Style.fg_green), text(found(json.path("found"))));
    }

    /// The baselines of a profile, latest first.
    void history(JsonNode json) {
        JsonNode now = json.path("now");
        terminal.line(styled(now.path("profile").asText(), Style.bold));
        terminal.line(
                now.has("since")
                        ? "  now, since %s: role %s, %s, by %s (event %s)"
                                .formatted(
                                        now.path("since").asText(),
                                        now.path("role").asText("none"),
                                        now.path("state").asText(),
                                        now.path("by").asText("nobody"),
                                        now.path("eventId").asText("none"))
                        : "  now: no baseline");
        for (JsonNode each : json.path("history")) {
            terminal.line(
                    "  %s to %s: role %s, %s, by %s (event %s)"
                            .formatted(
                                    each.path("from").asText(),
                                    each.path("until").asText(),
                                    role(each),
                                    each.path("state").asText(),
                                    each.path("by").asText(),
                                    each.path("eventId").asText()));
        }
    }

    private static String found(JsonNode state) {
        return state.isObject()
                ? "role %s, profile %s".formatted(role(state), state.path("profileId").asText())
                : "no such profile";
    }

    private static String role(JsonNode json) {
        return json.path("role").isTextual()
                ? "%s (%s)"
                        .formatted(
                                json.path("role").asText(),
                                json.path("roleId").asText("ID unknown"))
                : "none";
    }
}
