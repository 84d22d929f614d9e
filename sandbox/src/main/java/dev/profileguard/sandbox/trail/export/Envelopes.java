package dev.profileguard.sandbox.trail.export;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The JSON fields in which services and tools put CloudTrail records.
public final class Envelopes {
    /// The fields that contain a list of records, or of objects with a record in them.
    public static final List<String> LISTS =
            List.of(
                    "Records",
                    "Events",
                    "QueryResultRows",
                    "Messages",
                    "Entries",
                    "auditEvents",
                    "events",
                    "logEvents",
                    "results",
                    "records",
                    "sessionResults",
                    "hits");

    /// The fields of [#LISTS] whose elements are rows: each is a list of the values of one row.
    public static final Set<String> TABLES = Set.of("QueryResultRows", "results");

    /// The fields that contain one record, as an object or as text, in the order in which they are
    /// tried. The value is the kind of the object if the field contains no record.
    static final Map<JsonPointer, NonRecord> FIELDS = new LinkedHashMap<>();

    static {
        field("/CloudTrailEvent", NonRecord.OTHER); // LookupEvents
        field("/eventJson", NonRecord.OTHER); // CloudTrail Lake
        field("/eventData", NonRecord.OTHER); // CloudTrail Lake, events from outside AWS
        field("/detail", NonRecord.OTHER_EVENT); // EventBridge
        field("/Detail", NonRecord.OTHER_EVENT); // EventBridge's PutEvents
        field("/requestPayload", NonRecord.OTHER_EVENT); // Lambda's on-failure destination
        field("/logRecord", NonRecord.MESSAGE); // Logs Insights' GetLogRecord
        field("/Sns/Message", NonRecord.MESSAGE); // SNS to Lambda
        field("/Message", NonRecord.MESSAGE); // SNS to other subscribers
        field("/body", NonRecord.MESSAGE); // SQS to Lambda
        field("/Body", NonRecord.MESSAGE); // SQS
        field("/message", NonRecord.MESSAGE); // CloudWatch Logs
        field("/@message", NonRecord.MESSAGE); // Logs Insights
        field("/awslogs/data", NonRecord.MESSAGE); // CloudWatch Logs to Lambda
        field("/kinesis/data", NonRecord.MESSAGE); // Kinesis to Lambda
        field("/data", NonRecord.MESSAGE); // Firehose to Lambda
        field("/Data", NonRecord.MESSAGE); // Kinesis
        field("/_source", NonRecord.MESSAGE); // OpenSearch
        field("/event/original", NonRecord.MESSAGE); // Filebeat
        field("/result", NonRecord.MESSAGE); // Splunk
        field("/_raw", NonRecord.MESSAGE); // Splunk
    }

    private Envelopes() {}

    private static void field(String pointer, NonRecord fallback) {
        FIELDS.put(JsonPointer.compile(pointer), fallback);
    }
}
