package dev.profileguard.aws;

import dev.profileguard.aws.lambda.FunctionConfigurations;
import java.util.List;

/// Checks whether events can reach the functions.
public interface Health {
    /// The IAM permissions for [#trails()].
    List<String> TRAIL_PERMISSIONS =
            List.of(
                    "cloudtrail:DescribeTrails",
                    "cloudtrail:GetTrailStatus",
                    "cloudtrail:GetEventSelectors");

    /// The IAM permission for [#rule(String)].
    String RULE_PERMISSION = "events:DescribeRule";

    /// The IAM permission for [#waiting(String)].
    String QUEUE_PERMISSION = "sqs:GetQueueAttributes";

    /// The IAM permission for [#configurations()].
    String CONFIGURATION_PERMISSION = FunctionConfigurations.PERMISSION;

    /// The number of trails that are switched on and log management write events in this region.
    int trails();

    /// The state of an EventBridge rule, such as `ENABLED`; `MISSING` if the rule does not exist.
    ///
    /// @param name the name of the rule, not its ARN
    String rule(String name);

    /// The approximate number of messages in a queue.
    ///
    /// @param url the URL of the queue
    int waiting(String url);

    /// Compares what is deployed of a function with what is in force.
    FunctionConfigurations configurations();
}
