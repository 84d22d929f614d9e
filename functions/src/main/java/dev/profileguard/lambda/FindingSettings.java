package dev.profileguard.lambda;

import dev.profileguard.finding.delivery.EventSchema;
import dev.profileguard.finding.delivery.TopicFormat;
import dev.profileguard.iam.Arn;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The settings for delivering findings to SNS, EventBridge and Security Hub. They are the same for
/// every function of the stack.
///
/// @param topic the ARN of the SNS topic; empty for none
/// @param events whether findings are sent to the default bus of EventBridge
/// @param bus the ARN of another event bus; empty for none
/// @param schema the schema of findings in events
/// @param securityHub whether findings are imported into Security Hub
/// @param table the name of the findings table in DynamoDB
/// @param undelivered the URL of the SQS queue for undelivered findings
record FindingSettings(
        String topic,
        TopicFormat format,
        boolean events,
        String bus,
        EventSchema schema,
        boolean securityHub,
        String table,
        String undelivered) {
    private static final Pattern TOPIC =
            Pattern.compile("arn:[a-z-]+:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}");
    private static final Pattern BUS =
            Pattern.compile(
                    "arn:[a-z-]+:events:[a-z0-9-]+:\\d{12}:event-bus/[A-Za-z0-9._/-]{1,256}");

    /// Reads the environment variables.
    ///
    /// @throws IllegalArgumentException if a value is invalid; names the template parameter and a
    ///   valid example
    static FindingSettings from(Map<String, String> variables) {
        SettingsReader environment = new SettingsReader(variables);
        FindingSettings settings =
                new FindingSettings(
                        topic(environment),
                        format(environment),
                        environment.flag("FindingsEvents"),
                        bus(environment),
                        schema(environment),
                        environment.isOn("SecurityHub", false),
                        environment.text("FindingsTable"),
                        environment.text("UndeliveredFindings"));
        settings.requireStore();
        return settings;
    }

    private static String topic(SettingsReader environment) {
        return arn(
                environment,
                "FindingsTopic",
                TOPIC,
                "is not the ARN of a standard SNS topic",
                "arn:aws:sns:us-east-1:123456789012:alerts");
    }

    private static String bus(SettingsReader environment) {
        return arn(
                environment,
                "FindingsBus",
                BUS,
                "is not the ARN of an event bus",
                "arn:aws:events:us-east-1:123456789012:event-bus/findings");
    }

    /// The value of a parameter; empty: it is not given.
    private static String arn(
            SettingsReader environment,
            String parameter,
            Pattern form,
            String wrong,
            String example) {
        String value = environment.text(parameter).strip();
        if (!value.isEmpty() && !form.matcher(value).matches()) {
            throw environment.invalid(parameter, wrong, example);
        }
        return value;
    }

    private static TopicFormat format(SettingsReader environment) {
        return environment.text("FindingsFormat").isBlank()
                ? TopicFormat.EMAIL
                : environment.choice(
                        "FindingsFormat",
                        List.of(TopicFormat.values()),
                        TopicFormat::text,
                        "email");
    }

    private static EventSchema schema(SettingsReader environment) {
        return environment.text("FindingsSchema").isBlank()
                ? EventSchema.NATIVE
                : environment.choice(
                        "FindingsSchema",
                        List.of(EventSchema.values()),
                        EventSchema::text,
                        "native");
    }

    private void requireStore() {
        if (areDelivered() && (table.isBlank() || undelivered.isBlank())) {
            throw new IllegalArgumentException(
                    "FINDINGS_TABLE and UNDELIVERED_FINDINGS must be set to the name of the"
                            + " findings table and the URL of the dead-letter queue, because"
                            + " FINDINGS_TOPIC or FINDINGS_BUS is set, FINDINGS_EVENTS is true, or"
                            + " SECURITY_HUB is on");
        }
    }

    /// Whether findings are delivered, and not only logged.
    boolean areDelivered() {
        return events || securityHub || !topic.isEmpty() || !bus.isEmpty();
    }

    /// The region of the topic, which can differ from the region of the function; empty without a
    /// topic.
    String region() {
        return Arn.region(topic);
    }
}
