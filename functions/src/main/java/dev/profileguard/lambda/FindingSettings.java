package dev.profileguard.lambda;

import dev.profileguard.finding.delivery.TopicFormat;
import dev.profileguard.iam.Arn;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The settings for delivering findings to SNS and EventBridge. They are the same for every
/// function of the stack.
///
/// @param topic the ARN of the SNS topic; empty for none
/// @param events whether findings are sent to the default bus of EventBridge
/// @param table the name of the findings table in DynamoDB
/// @param undelivered the URL of the SQS queue for undelivered findings
record FindingSettings(
        String topic, TopicFormat format, boolean events, String table, String undelivered) {
    private static final Pattern TOPIC =
            Pattern.compile("arn:[a-z-]+:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}");

    /// Reads the environment variables.
    ///
    /// @throws IllegalArgumentException if a value is invalid; names the template parameter and a
    ///   valid example
    static FindingSettings from(Map<String, String> variables) {
        SettingsReader environment = new SettingsReader(variables);
        String topic = environment.text("FindingsTopic").strip();
        if (!topic.isEmpty() && !TOPIC.matcher(topic).matches()) {
            throw environment.invalid(
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
                        environment.flag("FindingsEvents"),
                        environment.text("FindingsTable"),
                        environment.text("UndeliveredFindings"));
        settings.requireStore();
        return settings;
    }

    private void requireStore() {
        if (areDelivered() && (table.isBlank() || undelivered.isBlank())) {
            throw new IllegalArgumentException(
                    "FINDINGS_TABLE and UNDELIVERED_FINDINGS must be set to the name of the"
                            + " findings table and the URL of the dead-letter queue, because"
                            + " FINDINGS_TOPIC is set or FINDINGS_EVENTS is true");
        }
    }

    /// Whether findings are delivered, and not only logged.
    boolean areDelivered() {
        return events || !topic.isEmpty();
    }

    /// The region of the topic, which can differ from the region of the function; empty without a
    /// topic.
    String region() {
        return Arn.region(topic);
    }
}
