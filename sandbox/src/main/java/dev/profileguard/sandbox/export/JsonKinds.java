package dev.profileguard.sandbox.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Recognizes JSON objects by the names of their fields.
final class JsonKinds {
    private static final Map<String, NoRecord> BY_FIELD = new LinkedHashMap<>();

    static {
        put(NoRecord.INSIGHT, "insightDetails");
        put(NoRecord.DIGEST, "digestStartTime", "digestS3Bucket", "digestS3Object");
        put(
                NoRecord.CONFIG,
                "configurationItems",
                "configurationItem",
                "configurationItemSummary",
                "configurationItemDiff",
                "configSnapshotId",
                "configRuleName");
        put(NoRecord.NOTIFICATION, "s3ObjectKey");
        put(NoRecord.WAF, "webaclId");
        put(NoRecord.DNS, "query_name");
        put(NoRecord.FIREWALL, "firewall_name");
        put(NoRecord.SECURITY_LAKE, "class_uid");
        put(
                NoRecord.ACCOUNT,
                "RoleDetailList",
                "UserDetailList",
                "InstanceProfiles",
                "InstanceProfile",
                "SummaryMap");
        put(NoRecord.ROW, "eventname");
    }

    /// The categories of
    /// [events](https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-event-data-store.html)
    /// that are no calls.
    private static final Map<String, NoRecord> BY_CATEGORY =
            Map.of("Insight", NoRecord.INSIGHT, "ConfigurationItem", NoRecord.CONFIG);

    private static final Set<String> CONFIRMATIONS =
            Set.of("SubscriptionConfirmation", "UnsubscribeConfirmation");

    private JsonKinds() {}

    /// Whether it can be nothing but a record: most are told by this alone.
    static boolean isWholeRecord(ObjectNode value) {
        return value.path("userIdentity").isObject()
                && isRecord(value)
                && !value.has("insightDetails")
                && !BY_CATEGORY.containsKey(value.path("eventCategory").asText());
    }

    /// What the object is; null: it may be a record, or have one in it.
    static @Nullable NoRecord of(ObjectNode value) {
        NoRecord category = BY_CATEGORY.get(value.path("eventCategory").asText());
        if (category != null) {
            return category;
        }
        for (Map.Entry<String, NoRecord> known : BY_FIELD.entrySet()) {
            if (value.has(known.getKey())) {
                return known.getValue();
            }
        }
        if (isNotification(value)) {
            return NoRecord.NOTIFICATION;
        }
        if (value.at("/service/serviceName").asText().equals("guardduty")) {
            return NoRecord.GUARD_DUTY;
        }
        if (CONFIRMATIONS.contains(value.path("Type").asText())) {
            return NoRecord.SUBSCRIPTION;
        }
        return isRow(value) ? NoRecord.ROW : null;
    }

    /// Whether it is a record as CloudTrail writes it, of an API call or of something else. Other
    /// services put an `eventName` into Lambda's events, from a source such as `aws:dynamodb`.
    static boolean isRecord(ObjectNode value) {
        return value.path("eventName").isTextual()
                && !value.path("eventSource").asText().startsWith("aws:")
                && (value.path("userIdentity").isObject() || !hasWhole(value));
    }

    private static boolean isNotification(ObjectNode value) {
        return value.path("eventSource").asText().equals("aws:s3")
                || value.path("Event").asText().equals("s3:TestEvent")
                || (value.has("bucket") && value.has("object"));
    }

    /// Columns have names with a dot or an `@`, or hold as text what in a record is an object. What
    /// LookupEvents gives has the record in a field of its own.
    private static boolean isRow(ObjectNode value) {
        if (value.path("EventName").isTextual() && value.path("CloudTrailEvent").isMissingNode()) {
            return true;
        }
        if (value.path("userIdentity").isObject() || hasWhole(value)) {
            return false;
        }
        boolean columns = value.propertyStream().anyMatch(each -> isColumn(each.getKey()));
        return isRecord(value)
                ? columns || value.path("userIdentity").isTextual()
                : columns && value.valueStream().allMatch(JsonNode::isValueNode);
    }

    /// Whether a record stands in a field of its own.
    static boolean hasWhole(ObjectNode value) {
        return value.has("@message")
                || value.has("message")
                || value.has("eventJson")
                || value.has("CloudTrailEvent");
    }

    private static boolean isColumn(String name) {
        return name.startsWith("@") || name.contains(".");
    }

    /// Whether it is one value of a row, as [CloudTrail
    /// Lake](https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_GetQueryResults.html)
    /// and [Logs
    /// Insights](https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_GetQueryResults.html)
    /// give it.
    static boolean isCell(ObjectNode value) {
        return value.size() == 1 || isInsightsCell(value);
    }

    /// Adds the value to the row.
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

    private static void put(NoRecord kind, String... fields) {
        for (String field : fields) {
            BY_FIELD.put(field, kind);
        }
    }
}
