package dev.profileguard.sandbox.command.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A CloudTrail record, whatever is missing or wrong in it.
///
/// @param from the file that it stands in, or else who made it
record RawRecord(String from, ObjectNode json) {
    private static final String API_CALL = "AWS API Call via CloudTrail";

    /// By the type of a record: what EventBridge calls the event that is [no API
    /// call](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html).
    private static final Map<String, String> DETAIL_TYPES =
            Map.of(
                    "AwsServiceEvent", "AWS Service Event via CloudTrail",
                    "AwsConsoleSignIn", "AWS Console Sign In via CloudTrail");

    private static final Set<String> SOURCES = Set.of("iam.amazonaws.com", "tagging.amazonaws.com");

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

    /// The account whose call it is: the one that CloudTrail delivered it to, or else the caller's;
    /// empty: nothing in it tells.
    String account() {
        String recipient = text("recipientAccountId");
        return recipient.isEmpty()
                ? json.path("userIdentity").path("accountId").asText("")
                : recipient;
    }

    /// A text among the request's parameters, empty when there is none.
    String parameter(String name) {
        return json.path("requestParameters").path(name).asText("");
    }

    /// What the call was about, such as `instance-profile/web role/web`; empty: nothing of IAM.
    String subject() {
        String profile = parameter("instanceProfileName");
        String role = parameter("roleName");
        return String.join(
                " ",
                Stream.of(
                                profile.isEmpty() ? "" : "instance-profile/" + profile,
                                role.isEmpty() ? "" : "role/" + role)
                        .filter(each -> !each.isEmpty())
                        .toList());
    }

    /// A list or map among the request's parameters.
    JsonNode parameters(String name) {
        return json.path("requestParameters").path(name);
    }

    /// The name of the call, if it may have changed IAM; empty: it failed, or is another service's.
    String change() {
        boolean failed = !text("errorCode").isEmpty();
        return !failed && SOURCES.contains(text("eventSource")) ? text("eventName") : "";
    }

    /// The service that was called, as EventBridge names it, such as `aws.iam`.
    String source() {
        String source = text("eventSource");
        int end = source.indexOf(".amazonaws.com");
        return "aws." + (end < 0 ? source : source.substring(0, end));
    }

    /// Who called, as far as the record says.
    String actor() {
        JsonNode identity = json.path("userIdentity");
        String invokedBy = identity.path("invokedBy").asText("");
        String arn = identity.path("arn").asText(identity.path("type").asText("somebody"));
        return invokedBy.isEmpty() ? arn : arn + " by " + invokedBy;
    }

    /// Whether it tells of an API call, and not of a sign-in or of what a service did by itself.
    boolean isCall() {
        return !DETAIL_TYPES.containsKey(text("eventType"));
    }

    /// The event that EventBridge would make of it.
    ObjectNode event() {
        ObjectNode event = json.objectNode();
        event.put("version", "0");
        event.put("id", text("eventID"));
        event.put("detail-type", DETAIL_TYPES.getOrDefault(text("eventType"), API_CALL));
        event.put("source", source());
        event.put("account", account());
        event.put("time", text("eventTime"));
        event.put("region", text("awsRegion"));
        event.set("resources", json.arrayNode());
        event.set("detail", json);
        return event;
    }
}
