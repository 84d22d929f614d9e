package dev.profileguard.backfill;

import dev.profileguard.lambda.ManualRequests;
import dev.profileguard.lambda.SettingsReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Backfill's own settings, read once from its environment. Each rule reads its own settings.
///
/// @param perSecond the maximum number of IAM calls each second
/// @param table the name of the functions' table
/// @param planTable the plan table's name
/// @param bucket the bucket for reports; empty: none
/// @param regions the regions in which EC2 is asked; empty: all that are enabled
/// @param inventory whether what uses the guarded profiles is stored
/// @param deliveryRules names or ARNs of the EventBridge rules that must be enabled
/// @param deadLetters URLs of the dead-letter queues, which should be empty
/// @param others the names in Lambda of the stack's other functions
/// @param requests which requests are taken
/// @param scheduled the mode of the requests of the schedule, such as `sweep`; another value: there
///   is no schedule
record SweepSettings(
        int perSecond,
        String table,
        String planTable,
        String bucket,
        List<String> regions,
        boolean inventory,
        List<String> deliveryRules,
        List<String> deadLetters,
        List<String> others,
        ManualRequests requests,
        String scheduled) {
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
                environment.isOn("SweepInventory", true),
                list(environment.text("DeliveryRules")),
                list(environment.text("DeadLetterQueues")),
                list(environment.text("OtherFunctions")),
                ManualRequests.from(variables),
                environment.text("SweepMode").strip());
    }

    /// The names of all functions of the stack.
    ///
    /// @param own the name of this function. Its configuration cannot contain it in the template
    List<String> functions(String own) {
        return Stream.concat(others.stream(), Stream.of(own)).toList();
    }

    /// Checks whether a request is taken: if only requests are that change nothing, a plan is, and
    /// the request of the schedule. That one does what the functions' modes say to the whole
    /// account, whoever makes it.
    ///
    /// @throws IllegalArgumentException if it is refused; the message says what to do instead
    void check(SweepRequest request) {
        boolean isScheduled =
                request.mode().text().equals(scheduled)
                        && request.rules().isEmpty()
                        && request.names().isEmpty();
        if (requests == ManualRequests.SHOW
                && request.mode() != SweepRequest.Mode.PLAN
                && !isScheduled) {
            throw ManualRequests.refused(
                    "Backfill",
                    "It takes {\"mode\": \"plan\"}, and what the schedule sends (SweepMode)",
                    "Set the mode of the function to enforce: the scheduled sweep repairs what the"
                            + " plan shows");
        }
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(entry -> !entry.isEmpty())
                .toList();
    }
}
