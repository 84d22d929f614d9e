package dev.profileguard.sandbox.aws.cloudformation;

import java.util.List;
import java.util.Map;

/// The deployed system: what `template.yaml` declares, with its parameters' values put in.
///
/// @param parameters each parameter's value
/// @param rulesOff those that the template switches off
/// @param buckets by name
public record Template(
        Map<String, String> parameters,
        List<FunctionDefinition> functions,
        List<StateMachineDefinition> machines,
        List<RuleDefinition> rules,
        List<RuleDefinition> rulesOff,
        List<ScheduleDefinition> schedules,
        List<TableDefinition> tables,
        List<QueueDefinition> queues,
        List<SourceDefinition> sources,
        List<AlarmDefinition> alarms,
        List<String> buckets) {
    /// The state machines that a schedule starts.
    public List<StateMachineDefinition> startedMachines() {
        return machines.stream()
                .filter(machine ->
                        schedules.stream()
                                .anyMatch(each -> each.target().arn().equals(machine.arn())))
                .toList();
    }
}
