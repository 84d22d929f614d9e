package dev.profileguard.sandbox.template;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The deployed system: what `template.yaml` declares, with its parameters' values put in.
///
/// @param parameters each parameter's value
public record Template(
        Map<String, String> parameters,
        List<FunctionDefinition> functions,
        List<RuleDefinition> rules,
        List<ScheduleDefinition> schedules,
        List<TableDefinition> tables,
        List<QueueDefinition> queues,
        List<SourceDefinition> sources) {
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
        Map<String, Object> tree = TemplateText.read(file);
        Parameters parameters = Parameters.of(tree, given);
        Resources resources = new Resources(Tree.map(tree, "Resources"));
        Intrinsics intrinsics = new Intrinsics(parameters, resources, Tree.map(tree, "Conditions"));
        return new Reading(resources, intrinsics, Tree.map(tree, "Globals", "Function"))
                .template(parameters.values());
    }

    private record Reading(
            Resources resources, Intrinsics intrinsics, Map<String, Object> globals) {
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
            RuleReader rules = new RuleReader(intrinsics);
            resources
                    .ofType("AWS::Events::Rule")
                    .forEach((id, resource) -> rules.read(id, resource, events));
            return new Template(
                    parameters,
                    functions,
                    events.rules(),
                    events.schedules(),
                    tables(),
                    queues(),
                    events.sources());
        }

        private List<TableDefinition> tables() {
            List<TableDefinition> tables = new ArrayList<>();
            resources
                    .ofType("AWS::DynamoDB::Table")
                    .forEach((id, resource) -> {
                        String name = intrinsics.name(id);
                        Map<String, Object> request =
                                new LinkedHashMap<>(
                                        intrinsics.resolveMap(Tree.map(resource, "Properties")));
                        request.keySet().retainAll(CREATE_TABLE);
                        request.put("TableName", name);
                        tables.add(new TableDefinition(name, request));
                    });
            return tables;
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
                                                    Tree.map(resource, "Properties")))));
            return queues;
        }
    }
}
