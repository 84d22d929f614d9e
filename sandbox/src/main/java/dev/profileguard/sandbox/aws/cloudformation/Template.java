package dev.profileguard.sandbox.aws.cloudformation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

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
    private static final Set<String> CREATE_TABLE =
            Set.of(
                    "AttributeDefinitions",
                    "KeySchema",
                    "BillingMode",
                    "ProvisionedThroughput",
                    "GlobalSecondaryIndexes",
                    "LocalSecondaryIndexes",
                    "StreamSpecification");

    /// Reads a template.
    ///
    /// @param given values for parameters, by name; the others have their defaults
    /// @throws TemplateException when the file or a parameter is not as it should be
    public static Template read(Path file, Map<String, String> given) {
        return read(file, given, Map.of());
    }

    /// Reads a template.
    ///
    /// @param given values for parameters, by name
    /// @param usual values for those of the others that the template has, instead of their defaults
    /// @throws TemplateException when the file or a parameter is not as it should be
    public static Template read(Path file, Map<String, String> given, Map<String, String> usual) {
        Map<String, Object> tree = TemplateText.read(file);
        Map<String, String> all = new LinkedHashMap<>(usual);
        all.keySet().retainAll(TemplateNode.map(tree, "Parameters").keySet());
        all.putAll(given);
        Parameters parameters = Parameters.of(tree, all);
        Map<String, Object> declared = TemplateNode.map(tree, "Resources");
        Intrinsics bare = Intrinsics.of(tree, parameters, new Resources(Map.of()));
        declared.values().removeIf(resource -> !bare.wants(TemplateNode.map(resource)));
        Resources resources = new Resources(declared);
        Intrinsics intrinsics = Intrinsics.of(tree, parameters, resources);
        return new Reading(
                        resources,
                        intrinsics,
                        TemplateNode.map(tree, "Globals", "Function"),
                        file.toAbsolutePath().resolveSibling(""))
                .template(parameters.values());
    }

    /// The state machines that a schedule starts.
    public List<StateMachineDefinition> startedMachines() {
        return machines.stream()
                .filter(machine ->
                        schedules.stream()
                                .anyMatch(each -> each.target().arn().equals(machine.arn())))
                .toList();
    }

    private record Reading(
            Resources resources, Intrinsics intrinsics, Map<String, Object> globals, Path folder) {
        Template template(Map<String, String> parameters) {
            List<FunctionDefinition> functions = new ArrayList<>();
            EventReader.Events events = new EventReader.Events();
            FunctionReader reader = new FunctionReader(intrinsics, globals);
            resources
                    .ofType("AWS::Serverless::Function")
                    .forEach((id, resource) -> {
                        FunctionDefinition function = reader.read(id, resource);
                        functions.add(function);
                        new EventReader(intrinsics, id, function.arn()).read(resource, events);
                    });
            List<StateMachineDefinition> machines = new ArrayList<>();
            StateMachineReader machineReader = new StateMachineReader(intrinsics, folder);
            resources
                    .ofType("AWS::Serverless::StateMachine")
                    .forEach((id, resource) ->
                            machines.add(machineReader.read(id, resource, events)));
            RuleReader rules = new RuleReader(intrinsics);
            resources
                    .ofType("AWS::Events::Rule")
                    .forEach((id, resource) -> rules.read(id, resource, events));
            return new Template(
                    parameters,
                    functions,
                    machines,
                    events.rules(),
                    events.rulesOff(),
                    events.schedules(),
                    tables(),
                    queues(),
                    events.sources(),
                    alarms(),
                    buckets());
        }

        private List<TableDefinition> tables() {
            List<TableDefinition> tables = new ArrayList<>();
            resources
                    .ofType("AWS::DynamoDB::Table")
                    .forEach((id, resource) -> {
                        String name = intrinsics.name(id);
                        Map<String, Object> request =
                                new LinkedHashMap<>(
                                        intrinsics.resolveMap(
                                                TemplateNode.map(resource, "Properties")));
                        request.keySet().retainAll(CREATE_TABLE);
                        request.put("TableName", name);
                        tables.add(new TableDefinition(name, request));
                    });
            return tables;
        }

        private List<String> buckets() {
            return resources.ofType("AWS::S3::Bucket").keySet().stream()
                    .map(intrinsics::name)
                    .toList();
        }

        private List<AlarmDefinition> alarms() {
            List<AlarmDefinition> alarms = new ArrayList<>();
            resources
                    .ofType("AWS::CloudWatch::Alarm")
                    .forEach((id, resource) ->
                            alarms.add(
                                    new AlarmReader(
                                                    id,
                                                    intrinsics.resolveMap(
                                                            TemplateNode.map(
                                                                    resource, "Properties")))
                                            .read()));
            return alarms;
        }

        private List<QueueDefinition> queues() {
            List<QueueDefinition> queues = new ArrayList<>();
            resources
                    .ofType("AWS::SQS::Queue")
                    .forEach((id, resource) ->
                            queues.add(
                                    QueueReader.read(
                                            id,
                                            intrinsics.name(id),
                                            intrinsics.resolveMap(
                                                    TemplateNode.map(resource, "Properties")))));
            return queues;
        }
    }
}
