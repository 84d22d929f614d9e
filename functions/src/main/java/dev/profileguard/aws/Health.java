package dev.profileguard.aws;

import java.util.List;

/// What can be seen of whether events reach the functions at all.
public interface Health {
    /// What [#trails()] needs.
    List<String> TRAIL_PERMISSIONS =
            List.of(
                    "cloudtrail:DescribeTrails",
                    "cloudtrail:GetTrailStatus",
                    "cloudtrail:GetEventSelectors");

    /// What [#rule(String)] needs.
    String RULE_PERMISSION = "events:DescribeRule";

    /// What [#waiting(String)] needs.
    String QUEUE_PERMISSION = "sqs:GetQueueAttributes";

    /// How many trails log management write events here, and are switched on.
    int trails();

    /// The state of a rule of EventBridge, such as `ENABLED`; `MISSING`: there is none.
    ///
    /// @param name without the ARN around it
    String rule(String name);

    /// About how many messages are in a queue.
    ///
    /// @param url the queue's
    int waiting(String url);
}
