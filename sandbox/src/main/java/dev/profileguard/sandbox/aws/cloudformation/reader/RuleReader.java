package dev.profileguard.sandbox.aws.cloudformation.reader;

import dev.profileguard.sandbox.aws.cloudformation.RuleDefinition;
import dev.profileguard.sandbox.aws.cloudformation.ScheduleDefinition;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Reads `AWS::Events::Rule`.
/// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-events-rule.html
record RuleReader(Intrinsics intrinsics) {
    /// @param into collects a rule if there is a pattern, and schedules if there is a rate
    void read(String id, Map<String, Object> resource, EventReader.Events into) {
        Map<String, Object> rule = intrinsics.resolveMap(TemplateNode.map(resource, "Properties"));
        String name = intrinsics.name(id);
        List<RuleDefinition.Target> targets =
                TemplateNode.list(rule.get("Targets")).stream()
                        .map(target -> target(id, TemplateNode.map(target)))
                        .toList();
        String expression = TemplateNode.text(rule, "ScheduleExpression");
        boolean on = EventReader.isOn(rule);
        if (expression == null || rule.containsKey("EventPattern")) {
            String pattern = Patterns.json(rule.get("EventPattern"));
            (on ? into.rules() : into.rulesOff()).add(new RuleDefinition(name, pattern, targets));
        }
        if (on && expression != null) {
            Duration rate = ScheduleExpression.rate(id, expression);
            String arn = intrinsics.stack().arn("events", "rule/" + name);
            for (RuleDefinition.Target target : targets) {
                into.schedules().add(new ScheduleDefinition(name, arn, "aws.events", rate, target));
            }
        }
    }

    private static RuleDefinition.Target target(String id, Map<String, Object> target) {
        return new RuleDefinition.Target(
                TemplateNode.text(target, "Arn", ""),
                TemplateNode.text(TemplateNode.map(target, "DeadLetterConfig"), "Arn"),
                TargetInputReader.read(id, target));
    }
}
