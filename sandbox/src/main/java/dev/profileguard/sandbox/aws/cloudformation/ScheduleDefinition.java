package dev.profileguard.sandbox.aws.cloudformation;

import java.time.Duration;

/// A schedule, or a rule with a rate.
///
/// @param name of the rule or schedule
/// @param arn the ARN of the rule or schedule
/// @param source the source of its events: `aws.events` for a rule, `aws.scheduler` for a schedule
/// @param rate the time between two events
/// @param target the target of its events
public record ScheduleDefinition(
        String name, String arn, String source, Duration rate, RuleDefinition.Target target) {
    /// The time from the deployment to the first event. A rule waits for one rate; a schedule
    /// without a start date [starts at
    /// once](https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html).
    public Duration first() {
        return source.equals("aws.scheduler") ? Duration.ZERO : rate;
    }
}
