package dev.profileguard.backfill;

import dev.profileguard.lambda.SettingsReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Backfill's own settings, read once from its environment. Each rule reads its own settings.
///
/// @param perSecond the maximum number of IAM calls each second
/// @param table the name of the functions' table
/// @param planTable the plan table's name
/// @param bucket the bucket for reports; empty: none
/// @param regions the regions in which EC2 is asked; empty: all that are enabled
/// @param deliveryRules names or ARNs of the EventBridge rules that must be enabled
/// @param deadLetters URLs of the dead-letter queues, which should be empty
record SweepSettings(
        int perSecond,
        String table,
        String planTable,
        String bucket,
        List<String> regions,
        List<String> deliveryRules,
        List<String> deadLetters) {
    /// Reads the environment.
    ///
    /// @throws IllegalArgumentException with the template parameter, what is wrong with its value,
    ///   and a valid example
    static SweepSettings from(Map<String, String> variables) {
        SettingsReader environment = new SettingsReader(variables);
        String planTable = environment.text("PlanTable");
        if (planTable.isBlank()) {
            throw new IllegalArgumentException(
                    "PLAN_TABLE is not set: it must be the name of the DynamoDB table for plans,"
                            + " such as PLAN_TABLE=profile-guard-PlanTable");
        }
        return new SweepSettings(
                environment.number("SweepRequestsPerSecond", 1, 10, 100),
                environment.table(),
                planTable,
                environment.text("ReportsBucket").strip(),
                environment.instanceRegions(),
                list(environment.text("DeliveryRules")),
                list(environment.text("DeadLetterQueues")));
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
