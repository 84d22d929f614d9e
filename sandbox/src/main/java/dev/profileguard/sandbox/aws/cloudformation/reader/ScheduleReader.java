package dev.profileguard.sandbox.aws.cloudformation.reader;

import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.ScheduleDefinition;
import java.time.Duration;
import java.util.Map;

/// Reads `AWS::Scheduler::Schedule`.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-scheduler-schedule.html
record ScheduleReader(Intrinsics intrinsics) {
    /// @param into collects the schedule if the template does not disable it
    void read(String id, Map<String, Object> resource, EventReader.Events into) {
        Map<String, Object> schedule =
                intrinsics.resolveMap(TemplateNode.map(resource, "Properties"));
        if (!EventReader.isOn(schedule)) {
            return;
        }
        String name = intrinsics.name(id);
        Duration rate =
                ScheduleExpression.rate(id, TemplateNode.text(schedule, "ScheduleExpression", ""));
        into.schedules()
                .add(
                        new ScheduleDefinition(
                                name,
                                intrinsics.stack().arn("scheduler", "schedule/default/" + name),
                                "aws.scheduler",
                                rate,
                                target(id, TemplateNode.map(schedule, "Target"))));
    }

    private static RuleDefinition.Target target(String id, Map<String, Object> target) {
        return new RuleDefinition.Target(
                TemplateNode.text(target, "Arn", ""),
                TemplateNode.text(TemplateNode.map(target, "DeadLetterConfig"), "Arn"),
                TargetInputReader.read(id, target));
    }
}
