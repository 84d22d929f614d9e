package dev.profileguard.lambda;

import dev.profileguard.finding.delivery.TopicFormat;
import dev.profileguard.iam.Arn;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Where findings go besides the log: the same for every function of the stack.
///
/// @param topic the SNS topic's ARN; empty: none
/// @param events whether they go onto EventBridge's default bus
/// @param table the name of the DynamoDB table that knows what was told
/// @param undelivered the URL of the SQS queue for what a sink did not take
record FindingSettings(
        String topic, TopicFormat format, boolean events, String table, String undelivered) {
    private static final Pattern TOPIC =
            Pattern.compile("arn:[a-z-]+:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}");

    /// Reads the environment.
    ///
    /// @throws IllegalArgumentException naming the template parameter, what is wrong with its
    ///   value, and a good one
    static FindingSettings from(Map<String, String> variables) {
        SettingsReader environment = new SettingsReader(variables);
        String topic = environment.text("FindingsTopic").strip();
        if (!topic.isEmpty() && !TOPIC.matcher(topic).matches()) {
            throw environment.bad(
                    "FindingsTopic",
                    "is not the ARN of a standard SNS topic",
                    "arn:aws:sns:us-east-1:123456789012:alerts");
        }
        String format = environment.text("FindingsFormat");
        FindingSettings settings =
                new FindingSettings(
                        topic,
                        format.isBlank()
                                ? TopicFormat.EMAIL
                                : environment.choice(
                                        "FindingsFormat",
                                        List.of(TopicFormat.values()),
                                        TopicFormat::text,
                                        "email"),
                        environment.truth("FindingsEvents"),
                        environment.text("FindingsTable"),
                        environment.text("UndeliveredFindings"));
        settings.requireStore();
        return settings;
    }

    private void requireStore() {
        if (leaveTheLog() && (table.isBlank() || undelivered.isBlank())) {
            throw new IllegalArgumentException(
                    "FINDINGS_TABLE and UNDELIVERED_FINDINGS must name the findings' table and the"
                            + " URL of their dead-letter queue where FINDINGS_TOPIC is set or"
                            + " FINDINGS_EVENTS is true");
        }
    }

    /// Whether they go anywhere but to the log.
    boolean leaveTheLog() {
        return events || !topic.isEmpty();
    }

    /// Of the topic, which may be another than the function's.
    String region() {
        return Arn.region(topic);
    }
}
