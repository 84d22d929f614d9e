package dev.profileguard.sandbox.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/// A CloudTrail record as it stands in a file, whatever is missing or wrong in it.
record RawRecord(Path file, ObjectNode json) {
    /// When the call was made; null when the record does not say so in a way that CloudTrail does.
    @Nullable Instant time() {
        try {
            return Instant.parse(text("eventTime"));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /// The text of a field, empty when there is none.
    String text(String field) {
        return json.path(field).asText("");
    }

    /// A text among the request's parameters, empty when there is none.
    String parameter(String name) {
        return json.path("requestParameters").path(name).asText("");
    }

    /// A list or map among the request's parameters.
    JsonNode parameters(String name) {
        return json.path("requestParameters").path(name);
    }

    /// Whether the call changed IAM.
    boolean succeededInIam() {
        return text("eventSource").equals("iam.amazonaws.com")
                && json.path("errorCode").isMissingNode();
    }

    /// Who called, as far as the record says.
    String actor() {
        JsonNode identity = json.path("userIdentity");
        String invokedBy = identity.path("invokedBy").asText("");
        String arn = identity.path("arn").asText(identity.path("type").asText("somebody"));
        return invokedBy.isEmpty() ? arn : arn + " by " + invokedBy;
    }

    /// The event that EventBridge would make of it.
    ObjectNode event() {
        ObjectNode event = json.objectNode();
        String source = text("eventSource");
        event.put("version", "0");
        event.put("id", text("eventID"));
        event.put("detail-type", "AWS API Call via CloudTrail");
        event.put("source", "aws." + source.replaceFirst("\\.amazonaws\\.com.*", ""));
        event.put("account", text("recipientAccountId"));
        event.put("time", text("eventTime"));
        event.put("region", text("awsRegion"));
        event.set("resources", json.arrayNode());
        event.set("detail", json);
        return event;
    }
}
