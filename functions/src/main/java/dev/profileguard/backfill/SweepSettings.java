package dev.profileguard.backfill;

import dev.profileguard.lambda.SettingsReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// What is Backfill's own of its settings, read once from its environment. Each rule reads its own.
///
/// @param perSecond how many calls of IAM a second, at most
/// @param table the name of the table of what the functions remember
/// @param planTable the plan table's name
/// @param bucket where reports go; empty: nowhere
/// @param deliveryRules names or ARNs of the EventBridge rules that have to be switched on
/// @param deadLetters URLs of the queues that have to be empty
record SweepSettings(
        int perSecond,
        String table,
        String planTable,
        String bucket,
        List<String> deliveryRules,
        List<String> deadLetters) {
    /// Reads the environment.
    ///
    /// @throws IllegalArgumentException naming the template parameter, what is wrong with its
    ///   value, and a good one
    static SweepSettings from(Map<String, String> variables) {
        SettingsReader environment = new SettingsReader(variables);
        String planTable = environment.text("PlanTable");
        if (planTable.isBlank()) {
            throw new IllegalArgumentException(
                    "PLAN_TABLE is not set: it must name the DynamoDB table of the plans, such as"
                            + " PLAN_TABLE=profile-guard-PlanTable");
        }
        return new SweepSettings(
                environment.number("SweepRequestsPerSecond", 1, 10, 100),
                environment.table(),
                planTable,
                environment.text("ReportsBucket").strip(),
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
