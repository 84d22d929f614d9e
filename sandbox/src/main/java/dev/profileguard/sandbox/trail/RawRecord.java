package dev.profileguard.sandbox.trail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.text.AwsTime;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A CloudTrail record as it was read. Any field may be missing or invalid.
///
/// @param origin the file of the record; for a call that a function made during a replay, the
///   function
public record RawRecord(String origin, ObjectNode json) {
    private static final String API_CALL = "AWS API Call via CloudTrail";

    /// EventBridge's detail types for records that are [not API
    /// calls](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html),
    /// by the `eventType` of the record.
    private static final Map<String, String> DETAIL_TYPES =
            Map.of(
                    "AwsServiceEvent", "AWS Service Event via CloudTrail",
                    "AwsConsoleSignIn", "AWS Console Sign In via CloudTrail");

    /// The services that change roles and instance profiles.
    private static final Set<String> SOURCES = Set.of("iam.amazonaws.com", "tagging.amazonaws.com");

    /// The time of the call; null: the record has no valid time.
    public @Nullable Instant time() {
        try {
            return AwsTime.parse(text("eventTime"));
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    /// The text of a field; empty: there is none.
    public String text(String field) {
        return json.path(field).asText("");
    }

    /// The account to which CloudTrail delivered the record; if that is missing, the caller's
    /// account; empty: the record contains neither.
    public String account() {
        String recipient = text("recipientAccountId");
        return recipient.isEmpty()
                ? json.path("userIdentity").path("accountId").asText("")
                : recipient;
    }

    /// The text of a request parameter; empty: there is none.
    public String parameter(String name) {
        return json.path("requestParameters").path(name).asText("");
    }

    /// The role and instance profile in the request, such as `instance-profile/web role/web`;
    /// empty: there is neither.
    public String subject() {
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

    /// A request parameter that is a list or an object; a missing node: there is none.
    public JsonNode parameters(String name) {
        return json.path("requestParameters").path(name);
    }

    /// Whether a call of the tagging API failed for the resource with this ARN.
    public boolean failedFor(String arn) {
        return json.path("responseElements").path("failedResourcesMap").has(arn);
    }

    /// Whether the call was refused or failed.
    public boolean failed() {
        return !text("errorCode").isEmpty();
    }

    /// The name of a call that may have changed IAM; empty: the call failed, or its service cannot
    /// change IAM.
    public String change() {
        return !failed() && SOURCES.contains(text("eventSource")) ? text("eventName") : "";
    }

    /// The called service, as the source of EventBridge's event: `aws.iam`.
    String source() {
        String source = text("eventSource");
        int end = source.indexOf(".amazonaws.com");
        return "aws." + (end < 0 ? source : source.substring(0, end));
    }

    /// The caller, for people.
    public String actor() {
        JsonNode identity = json.path("userIdentity");
        String invokedBy = identity.path("invokedBy").asText("");
        String arn = identity.path("arn").asText(identity.path("type").asText("somebody"));
        return invokedBy.isEmpty() ? arn : arn + " by " + invokedBy;
    }

    /// Whether this is the record of an API call, not of a sign-in or a service event.
    public boolean isCall() {
        return !DETAIL_TYPES.containsKey(text("eventType"));
    }

    /// The event that EventBridge makes from the record.
    public ObjectNode event() {
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
