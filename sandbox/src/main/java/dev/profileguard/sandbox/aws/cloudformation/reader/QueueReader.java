package dev.profileguard.sandbox.aws.cloudformation.reader;

import dev.profileguard.sandbox.aws.cloudformation.QueueDefinition;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `AWS::SQS::Queue`.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queue.html
final class QueueReader {
    private static final int MOST_DELAY = 900;
    private static final int MOST_VISIBILITY = 43_200;
    private static final int LEAST_RETENTION = 60;
    private static final int MOST_RETENTION = 1_209_600;
    private static final int FOUR_DAYS = 345_600;
    private static final int MOST_RECEIVES = 1_000;

    private QueueReader() {}

    /// @param properties resolved
    static QueueDefinition read(
            String id, String name, String arn, Map<String, Object> properties) {
        return new QueueDefinition(
                id,
                name,
                arn,
                seconds(id, properties, "DelaySeconds", 0, MOST_DELAY, 0),
                seconds(id, properties, "VisibilityTimeout", 0, MOST_VISIBILITY, 30),
                seconds(
                        id,
                        properties,
                        "MessageRetentionPeriod",
                        LEAST_RETENTION,
                        MOST_RETENTION,
                        FOUR_DAYS),
                redrive(id, TemplateNode.map(properties, "RedrivePolicy")));
    }

    private static QueueDefinition.@Nullable Redrive redrive(
            String id, Map<String, Object> policy) {
        if (policy.isEmpty()) {
            return null;
        }
        String target = TemplateNode.text(policy, "deadLetterTargetArn");
        if (target == null) {
            throw new TemplateException(
                    "The RedrivePolicy of %s needs deadLetterTargetArn".formatted(id));
        }
        int most = TemplateNode.number(policy, "maxReceiveCount", 0);
        return new QueueDefinition.Redrive(
                target, within(id, "maxReceiveCount", most, 1, MOST_RECEIVES));
    }

    private static Duration seconds(
            String id, Map<String, Object> properties, String key, int least, int most, int none) {
        int value = TemplateNode.number(properties, key, none);
        return Duration.ofSeconds(within(id, key, value, least, most));
    }

    private static int within(String id, String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw new TemplateException(
                    "%s of %s must be from %d to %d, not %d"
                            .formatted(key, id, least, most, value));
        }
        return value;
    }
}
