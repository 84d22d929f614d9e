package dev.profileguard.sandbox.aws.cloudformation;

import java.util.List;
import java.util.Map;

/// The deployed stack: the resources that `template.yaml` declares, with the parameters' values.
///
/// @param stack that it is deployed as
/// @param parameters each parameter's value
/// @param rulesOff the rules that the template disables
/// @param profiles the instance profiles, each with its role
/// @param roles those that somebody outside of the account may assume
/// @param buckets the names of the buckets
/// @param stored the values of the parameters in Parameter Store, by name
/// @param outputs what the stack tells its users
/// @param resources everything that the template declares
public record Template(
        Stack stack,
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
        List<ProfileDefinition> profiles,
        List<RoleDefinition> roles,
        List<String> buckets,
        Map<String, String> stored,
        List<StackOutput> outputs,
        List<StackResource> resources) {
    /// The state machines that a schedule starts.
    public List<StateMachineDefinition> startedMachines() {
        return machines.stream()
                .filter(machine ->
                        schedules.stream()
                                .anyMatch(each -> each.target().arn().equals(machine.arn())))
                .toList();
    }
}
