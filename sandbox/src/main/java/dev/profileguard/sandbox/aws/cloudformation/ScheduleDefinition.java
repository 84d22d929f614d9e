package dev.profileguard.sandbox.aws.cloudformation;

import java.time.Duration;

/// Something that happens again and again.
///
/// @param name of the rule or schedule
/// @param arn its own
/// @param source of its events: `aws.events` of a rule, `aws.scheduler` of a schedule
/// @param rate how long from one time to the next
/// @param target where its events go
public record ScheduleDefinition(
        String name, String arn, String source, Duration rate, RuleDefinition.Target target) {
    /// How long after it was deployed its first event comes. A rule waits; a schedule without a
    /// start date [begins at
    /// once](https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html).
    public Duration first() {
        return source.equals("aws.scheduler") ? Duration.ZERO : rate;
    }
}
