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
import java.util.Set;
import java.util.stream.Stream;

/// Invokes the template's Backfill for the whole account, until it returns no cursor.
///
/// @param unread fields of outcomes that nobody reads: they are not kept, because there can be
///   40,000 outcomes
record Sweeper(Sandbox sandbox, Set<String> unread) {
    /// What only a page shows.
    static final Set<String> OF_PAGES = Set.of("state", "checks");

    private static final String FUNCTION = "Backfill";
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Sweeps the account.
    ///
    /// @param mode a mode of Backfill, such as `plan`
    /// @throws RehearsalException when the template does not declare Backfill, or Backfill fails
    SweepReport sweep(String mode) {
        if (sandbox.lambda().find(FUNCTION).isEmpty()) {
            throw new RehearsalException(
                    "The template has no function %s, which makes the plan. Use a template that declares it"
                            .formatted(FUNCTION));
        }
        List<JsonNode> outcomes = new ArrayList<>();
        ObjectNode request = JSON.createObjectNode().put("mode", mode);
        JsonNode response = invoke(request);
        outcomes.addAll(report(response));
        for (String cursor = cursor(response); !cursor.isEmpty(); cursor = cursor(response)) {
            response = invoke(request.put("cursor", cursor));
            if (cursor(response).equals(cursor)) {
                throw new RehearsalException(FUNCTION + " makes no progress: no time left");
            }
            outcomes.addAll(report(response));
        }
        return new SweepReport(response.path("total"), outcomes, faults(response));
    }

    /// The faults of the template's rules. Backfill's other health checks concern the deployed
    /// stack: its trail, region, tables and queues, which a sandbox always has.
    private static List<String> faults(JsonNode response) {
        return response.path("faults")
                .valueStream()
                .map(JsonNode::asText)
                .filter(fault -> fault.startsWith("Rule "))
                .toList();
    }

    private JsonNode invoke(ObjectNode request) {
        return switch (sandbox.lambda().invoke(FUNCTION, request.toString())) {
            case InvocationResponse.Returned(String payload) -> parsed(payload);
            case InvocationResponse.Failed(OutOfMemoryError error) -> throw error;
            case InvocationResponse.Failed failed ->
                    throw new RehearsalException(
                            "%s fails: %s".formatted(FUNCTION, failed.outcome()));
        };
    }

    private static String cursor(JsonNode response) {
        return response.path("cursor").asText("");
    }

    /// Reads the report, with one outcome on each line. Closing the sandbox deletes the file.
    private List<JsonNode> report(JsonNode response) {
        String report = response.path("report").asText("");
        if (!report.startsWith("file:")) {
            throw new RehearsalException("%s stored no report: %s".formatted(FUNCTION, report));
        }
        Path file = Path.of(URI.create(report));
        try {
            try (Stream<String> lines = Files.lines(file)) {
                return lines.map(this::outcome).toList();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode outcome(String line) {
        JsonNode outcome = parsed(line);
        if (outcome instanceof ObjectNode object) {
            object.remove(unread);
        }
        return outcome;
    }

    private static JsonNode parsed(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
