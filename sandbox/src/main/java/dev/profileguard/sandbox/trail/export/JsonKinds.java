package dev.profileguard.sandbox.trail.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Recognizes the kind of a JSON object by its fields.
final class JsonKinds {
    private static final Map<String, NonRecord> BY_FIELD = new LinkedHashMap<>();

    static {
        put(NonRecord.INSIGHT, "insightDetails");
        put(NonRecord.DIGEST, "digestStartTime", "digestS3Bucket", "digestS3Object");
        put(
                NonRecord.CONFIG,
                "configurationItems",
                "configurationItem",
                "configurationItemSummary",
                "configurationItemDiff",
                "configSnapshotId",
                "configRuleName");
        put(NonRecord.NOTIFICATION, "s3ObjectKey");
        put(NonRecord.WAF, "webaclId");
        put(NonRecord.DNS, "query_name");
        put(NonRecord.FIREWALL, "firewall_name");
        put(NonRecord.SECURITY_LAKE, "class_uid");
        put(
                NonRecord.ACCOUNT,
                "RoleDetailList",
                "UserDetailList",
                "InstanceProfiles",
                "InstanceProfile",
                "SummaryMap");
        put(NonRecord.ROW, "eventname");
    }

    /// The [event
    /// categories](https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-event-data-store.html)
    /// of CloudTrail Lake that are not calls.
    private static final Map<String, NonRecord> BY_CATEGORY =
            Map.of("Insight", NonRecord.INSIGHT, "ConfigurationItem", NonRecord.CONFIG);

    private static final Set<String> CONFIRMATIONS =
            Set.of("SubscriptionConfirmation", "UnsubscribeConfirmation");

    private JsonKinds() {}

    /// Whether the object is certainly a record. This fast check is enough for most records.
    static boolean isCertainlyRecord(ObjectNode value) {
        return value.path("userIdentity").isObject()
                && isRecord(value)
                && !value.has("insightDetails")
                && !BY_CATEGORY.containsKey(value.path("eventCategory").asText());
    }

    /// The kind of the object; null: it may be a record, or contain one.
    static @Nullable NonRecord of(ObjectNode value) {
        NonRecord category = BY_CATEGORY.get(value.path("eventCategory").asText());
        if (category != null) {
            return category;
        }
        for (Map.Entry<String, NonRecord> known : BY_FIELD.entrySet()) {
            if (value.has(known.getKey())) {
                return known.getValue();
            }
        }
        if (isNotification(value)) {
            return NonRecord.NOTIFICATION;
        }
        if (value.at("/service/serviceName").asText().equals("guardduty")) {
            return NonRecord.GUARD_DUTY;
        }
        if (CONFIRMATIONS.contains(value.path("Type").asText())) {
            return NonRecord.SUBSCRIPTION;
        }
        return isRow(value) ? NonRecord.ROW : null;
    }

    /// Whether the object is a record as CloudTrail writes it, of an API call or of another event.
    /// Other services also send Lambda events with an `eventName`, but from a source such as
    /// `aws:dynamodb`.
    static boolean isRecord(ObjectNode value) {
        return value.path("eventName").isTextual()
                && !value.path("eventSource").asText().startsWith("aws:")
                && (value.path("userIdentity").isObject() || !hasRecordField(value));
    }

    private static boolean isNotification(ObjectNode value) {
        return value.path("eventSource").asText().equals("aws:s3")
                || value.path("Event").asText().equals("s3:TestEvent")
                || (value.has("bucket") && value.has("object"));
    }

    /// Whether the object is a row of a query: some fields of a record as columns. A column name
    /// contains a dot or starts with `@`, or the value is text where a record has an object. An
    /// event of LookupEvents looks similar, but has the record in the field `CloudTrailEvent`.
    private static boolean isRow(ObjectNode value) {
        if (value.path("EventName").isTextual() && value.path("CloudTrailEvent").isMissingNode()) {
            return true;
        }
        if (value.path("userIdentity").isObject() || hasRecordField(value)) {
            return false;
        }
        boolean hasColumns = value.propertyStream().anyMatch(each -> isColumn(each.getKey()));
        return isRecord(value)
                ? hasColumns || value.path("userIdentity").isTextual()
                : hasColumns && value.valueStream().allMatch(JsonNode::isValueNode);
    }

    /// Whether the object has a field that contains the whole record.
    static boolean hasRecordField(ObjectNode value) {
        return value.has("@message")
                || value.has("message")
                || value.has("eventJson")
                || value.has("CloudTrailEvent");
    }

    private static boolean isColumn(String name) {
        return name.startsWith("@") || name.contains(".");
    }

    /// Whether the object is one cell of a row, in the format of [CloudTrail
    /// Lake](https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetQueryResults.html)
    /// or [Logs
    /// Insights](https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html).
    static boolean isCell(ObjectNode value) {
        return value.size() == 1 || isInsightsCell(value);
    }

    /// Adds a cell to the row, as a field with the name of the column.
    static void addCell(ObjectNode row, ObjectNode cell) {
        if (isInsightsCell(cell)) {
            row.set(cell.path("field").asText(), cell.path("value"));
        } else {
            row.setAll(cell);
        }
    }

    private static boolean isInsightsCell(ObjectNode value) {
        JsonNode field = value.path("field");
        return value.size() == 2 && field.isTextual() && value.has("value");
    }

    private static void put(NonRecord kind, String... fields) {
        for (String field : fields) {
            BY_FIELD.put(field, kind);
        }
    }
}
