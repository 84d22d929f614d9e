package dev.profileguard.sandbox.command.rehearse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Has the template's Backfill go over the whole account, again and again until it hands back no
/// cursor.
record Sweeper(Sandbox sandbox) {
    private static final String FUNCTION = "Backfill";
    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param mode as Backfill understands it, such as `plan`
    /// @throws RehearsalException when the template has no Backfill, or it fails
    SweepReport sweep(String mode) {
        if (sandbox.lambda().find(FUNCTION).isEmpty()) {
            throw new RehearsalException(
                    "The template has no function %s, which makes the plan: rehearse with a template that declares it"
                            .formatted(FUNCTION));
        }
        List<JsonNode> outcomes = new ArrayList<>();
        ObjectNode request = JSON.createObjectNode().put("mode", mode);
        JsonNode answer = answer(request);
        outcomes.addAll(report(answer));
        for (String cursor = cursor(answer); !cursor.isEmpty(); cursor = cursor(answer)) {
            answer = answer(request.put("cursor", cursor));
            if (cursor(answer).equals(cursor)) {
                throw new RehearsalException(FUNCTION + " does not get on: it has no time left");
            }
            outcomes.addAll(report(answer));
        }
        return new SweepReport(answer.path("total"), outcomes, faults(answer));
    }

    /// What Backfill says of rules, which are the template's. All else that it finds is the
    /// sandbox's: it has a trail, is in the right region, and its tables and queues are new.
    private static List<String> faults(JsonNode answer) {
        return answer.path("faults")
                .valueStream()
                .map(JsonNode::asText)
                .filter(fault -> fault.startsWith("Rule "))
                .toList();
    }

    private JsonNode answer(ObjectNode request) {
        return switch (sandbox.lambda().invoke(FUNCTION, request.toString())) {
            case InvocationResponse.Returned(String payload) -> parsed(payload);
            case InvocationResponse.Failed(OutOfMemoryError ended) -> throw ended;
            case InvocationResponse.Failed failed ->
                    throw new RehearsalException(
                            "%s fails: %s".formatted(FUNCTION, failed.outcome()));
        };
    }

    private static String cursor(JsonNode answer) {
        return answer.path("cursor").asText("");
    }

    /// One outcome a line. The file goes with the sandbox.
    private static List<JsonNode> report(JsonNode answer) {
        String report = answer.path("report").asText("");
        if (!report.startsWith("file:")) {
            throw new RehearsalException(
                    "%s keeps no report of what it found: %s".formatted(FUNCTION, report));
        }
        Path file = Path.of(URI.create(report));
        try {
            return Files.readAllLines(file).stream().map(Sweeper::parsed).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
