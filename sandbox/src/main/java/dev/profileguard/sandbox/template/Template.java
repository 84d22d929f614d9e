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
        List<TableDefinition> tables,
        List<QueueDefinition> queues) {
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
            List<RuleDefinition> rules = new ArrayList<>();
            FunctionReader reader = new FunctionReader(intrinsics, globals);
            resources
                    .ofType("AWS::Serverless::Function")
                    .forEach((id, resource) -> {
                        FunctionDefinition function = reader.read(id, resource);
                        functions.add(function);
                        rules.addAll(reader.rules(id, resource, function.arn()));
                    });
            resources.ofType("AWS::Events::Rule").forEach((id, rule) -> rules.add(rule(id, rule)));
            return new Template(parameters, functions, rules, tables(), queues());
        }

        private RuleDefinition rule(String id, Map<String, Object> resource) {
            Map<String, Object> rule = intrinsics.resolveMap(Tree.map(resource, "Properties"));
            List<RuleDefinition.Target> targets =
                    Tree.list(rule.get("Targets")).stream()
                            .map(target -> target(Tree.map(target)))
                            .toList();
            return new RuleDefinition(
                    intrinsics.name(id), Patterns.json(rule.get("EventPattern")), targets);
        }

        private static RuleDefinition.Target target(Map<String, Object> target) {
            return new RuleDefinition.Target(
                    Tree.text(target, "Arn", ""),
                    Tree.text(Tree.map(target, "DeadLetterConfig"), "Arn"));
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
            return resources.ofType("AWS::SQS::Queue").keySet().stream()
                    .map(id -> new QueueDefinition(id, intrinsics.name(id)))
                    .toList();
        }
    }
}
