package dev.profileguard.backfill;

import dev.profileguard.guard.GuardSettings;
import dev.profileguard.iam.Globs;
import dev.profileguard.lambda.SettingsReader;
import dev.profileguard.provision.ProvisionSettings;
import dev.profileguard.tag.TagSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Backfill's settings, read once from its environment: those of all rules, and its own.
///
/// @param perSecond how many calls of IAM a second, at most
/// @param grace how long drift that nobody is known to have caused is left alone
/// @param own roles whose calls explain no drift, since they only put back
/// @param planTable the plan table's name
/// @param bucket where reports go; empty: nowhere
/// @param deliveryRules names or ARNs of the EventBridge rules that have to be switched on
/// @param deadLetters URLs of the queues that have to be empty
record SweepSettings(
        GuardSettings guard,
        ProvisionSettings provision,
        TagSettings tags,
        int perSecond,
        Duration grace,
        Globs own,
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
                GuardSettings.from(variables),
                ProvisionSettings.from(variables),
                TagSettings.from(variables),
                environment.number("SweepRequestsPerSecond", 1, 10, 100),
                Duration.ofMinutes(environment.number("UnattributedGraceMinutes", 0, 30, 1440)),
                environment.globs("OwnRoles", "arn:aws:iam::*:role/ours", Pattern.compile("\\S+")),
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
