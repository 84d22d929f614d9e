package dev.profileguard.backfill;

import dev.profileguard.control.StackParts;
import dev.profileguard.lambda.ManualRequests;
import dev.profileguard.lambda.SettingsReader;
import java.util.List;
import java.util.Map;

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
/// @param checks the name of the parameter in Parameter Store that lists these and the functions;
///   empty: none
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
        String checks,
        ManualRequests requests,
        String scheduled) {
    /// The maximum number of reads at the same time.
    static final int MOST_AT_ONCE = 16;

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
                environment.number("SweepRequestsPerSecond", 1, 10, 500),
                environment.table(),
                planTable,
                environment.text("ReportsBucket").strip(),
                environment.instanceRegions(),
                environment.isOn("SweepInventory", true),
                StackParts.list(environment.text("DeliveryRules")),
                StackParts.list(environment.text("DeadLetterQueues")),
                environment.text("DeliveryChecks").strip(),
                ManualRequests.from(variables),
                environment.text("SweepMode").strip());
    }

    /// How many reads are made at the same time: as many as the rate needs if IAM answers within a
    /// tenth of a second, so one after the other at the default rate.
    int readsAtOnce() {
        return Math.min(MOST_AT_ONCE, perSecond / 10);
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

    /// Whether a request is a sweep of the whole account by all rules: what the schedule sends, or
    /// the same by hand. A plan is one only if the schedule makes plans.
    boolean isWhole(SweepRequest request) {
        String mode = request.mode().text();
        return request.rules().isEmpty()
                && request.names().isEmpty()
                && (mode.equals(scheduled) || request.mode() == SweepRequest.Mode.SWEEP);
    }
}
