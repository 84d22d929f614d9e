package dev.profileguard.sandbox.template;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads `AWS::Serverless::Function`.
/// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
record FunctionReader(Intrinsics intrinsics, Map<String, Object> globals) {

    FunctionDefinition read(String id, Map<String, Object> resource) {
        Map<String, Object> own = intrinsics.resolveMap(Tree.map(resource, "Properties"));
        Map<String, Object> shared = intrinsics.resolveMap(globals);
        Map<String, Object> properties = new LinkedHashMap<>(shared);
        properties.putAll(own);
        Map<String, Object> invoke = Tree.map(properties, "EventInvokeConfig");
        List<Map<String, Object>> statements = statements(properties.get("Policies"));
        return new FunctionDefinition(
                id,
                intrinsics.name(id),
                Tree.text(properties, "Handler", ""),
                Duration.ofSeconds(Tree.number(properties, "Timeout", 3)),
                Tree.number(properties, "MemorySize", 128),
                environment(shared, own),
                Tree.number(invoke, "MaximumRetryAttempts", 2),
                Tree.text(Tree.map(invoke, "DestinationConfig", "OnFailure"), "Destination"),
                those(statements, "Allow"),
                those(unconditional(statements), "Deny"));
    }

    private static Map<String, String> environment(
            Map<String, Object> shared, Map<String, Object> own) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Map<String, Object> properties : List.of(shared, own)) {
            Tree.map(properties, "Environment", "Variables")
                    .forEach((name, value) -> environment.put(name, value.toString()));
        }
        return environment;
    }

    /// AWS's own managed policies and SAM's policy templates hold none.
    private List<Map<String, Object>> statements(@Nullable Object policies) {
        return Tree.list(policies).stream()
                .map(policy ->
                        policy instanceof String arn
                                ? intrinsics.managedPolicy(arn)
                                : Tree.map(policy))
                .flatMap(policy -> Tree.list(policy.get("Statement")).stream())
                .map(statement -> Tree.map(statement))
                .toList();
    }

    private static List<Map<String, Object>> unconditional(List<Map<String, Object>> statements) {
        return statements.stream().filter(each -> !each.containsKey("Condition")).toList();
    }

    private static List<Statement> those(List<Map<String, Object>> statements, String effect) {
        return statements.stream()
                .filter(statement -> effect.equals(statement.get("Effect")))
                .map(Statement::of)
                .toList();
    }
}
