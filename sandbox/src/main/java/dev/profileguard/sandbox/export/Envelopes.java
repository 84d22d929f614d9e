package dev.profileguard.sandbox.export;

import com.fasterxml.jackson.core.JsonPointer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Where records stand in what services and tools wrap around them.
public final class Envelopes {
    /// The fields in which lists of them stand.
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

    /// Those whose lists have the values of a row each.
    public static final Set<String> TABLES = Set.of("QueryResultRows", "results");

    /// Where one of them stands, as an object or a text, and what it is when there is none.
    static final Map<JsonPointer, NoRecord> PLACES = new LinkedHashMap<>();

    static {
        place("/CloudTrailEvent", NoRecord.OTHER); // LookupEvents
        place("/eventJson", NoRecord.OTHER); // CloudTrail Lake
        place("/eventData", NoRecord.OTHER); // CloudTrail Lake, of sources outside AWS
        place("/detail", NoRecord.OTHER_EVENT); // EventBridge
        place("/Detail", NoRecord.OTHER_EVENT); // EventBridge's PutEvents
        place("/requestPayload", NoRecord.OTHER_EVENT); // Lambda's on-failure destination
        place("/logRecord", NoRecord.MESSAGE); // Logs Insights' GetLogRecord
        place("/Sns/Message", NoRecord.MESSAGE); // SNS to Lambda
        place("/Message", NoRecord.MESSAGE); // SNS to anybody else
        place("/body", NoRecord.MESSAGE); // SQS to Lambda
        place("/Body", NoRecord.MESSAGE); // SQS
        place("/message", NoRecord.MESSAGE); // CloudWatch Logs
        place("/@message", NoRecord.MESSAGE); // Logs Insights
        place("/awslogs/data", NoRecord.MESSAGE); // CloudWatch Logs to Lambda
        place("/kinesis/data", NoRecord.MESSAGE); // Kinesis to Lambda
        place("/data", NoRecord.MESSAGE); // Firehose to Lambda
        place("/Data", NoRecord.MESSAGE); // Kinesis
        place("/_source", NoRecord.MESSAGE); // OpenSearch
        place("/event/original", NoRecord.MESSAGE); // Filebeat
        place("/result", NoRecord.MESSAGE); // Splunk
        place("/_raw", NoRecord.MESSAGE); // Splunk
    }

    private Envelopes() {}

    private static void place(String pointer, NoRecord otherwise) {
        PLACES.put(JsonPointer.compile(pointer), otherwise);
    }
}
