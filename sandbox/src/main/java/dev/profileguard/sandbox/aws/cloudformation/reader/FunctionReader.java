package dev.profileguard.sandbox.aws.cloudformation.reader;

import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudformation.Statement;
import dev.profileguard.sandbox.aws.cloudformation.TemplateException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads `AWS::Serverless::Function`.
/// https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-resource-function.html
record FunctionReader(Intrinsics intrinsics, Map<String, Object> globals) {
    /// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
    private static final int MOST_VARIABLES = 4_096;

    FunctionDefinition read(String id, Map<String, Object> resource) {
        Map<String, Object> own = intrinsics.resolveMap(TemplateNode.map(resource, "Properties"));
        Map<String, Object> shared = intrinsics.resolveMap(globals);
        Map<String, Object> properties = new LinkedHashMap<>(shared);
        properties.putAll(own);
        Map<String, Object> invoke = TemplateNode.map(properties, "EventInvokeConfig");
        List<Map<String, Object>> statements = statements(id, properties.get("Policies"));
        return new FunctionDefinition(
                id,
                intrinsics.name(id),
                TemplateNode.text(properties, "Handler", ""),
                Duration.ofSeconds(TemplateNode.number(properties, "Timeout", 3)),
                TemplateNode.number(properties, "MemorySize", 128),
                environment(id, shared, own),
                TemplateNode.number(invoke, "MaximumRetryAttempts", 2),
                TemplateNode.text(
                        TemplateNode.map(invoke, "DestinationConfig", "OnFailure"), "Destination"),
                withEffect(statements, "Allow"),
                withEffect(unconditional(statements), "Deny"));
    }

    /// Lambda measures all variables together, as JSON.
    /// https://github.com/github-aws-runners/terraform-aws-github-runner/issues/3594
    private static Map<String, String> environment(
            String id, Map<String, Object> shared, Map<String, Object> own) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (Map<String, Object> properties : List.of(shared, own)) {
            TemplateNode.map(properties, "Environment", "Variables")
                    .forEach((name, value) -> environment.put(name, value.toString()));
        }
        int bytes = Patterns.json(environment).getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MOST_VARIABLES) {
            throw new TemplateException(
                    "The environment variables of %s have %d bytes, and Lambda allows %d for all of a function: make long settings shorter, by globs, or put the tag policy into Parameter Store (TagPolicy=ssm:NAME)"
                            .formatted(id, bytes, MOST_VARIABLES));
        }
        return environment;
    }

    /// The statements of inline policies, of the template's own managed policies, and of the
    /// template's policies for the role that SAM creates. AWS's managed policies and SAM's policy
    /// templates count as empty.
    private List<Map<String, Object>> statements(String id, @Nullable Object policies) {
        Stream<Map<String, Object>> own =
                TemplateNode.list(policies).stream()
                        .map(policy ->
                                policy instanceof String arn
                                        ? intrinsics.managedPolicy(arn)
                                        : TemplateNode.map(policy));
        String role = "%s-%sRole".formatted(Stack.NAME, id);
        return Stream.concat(own, intrinsics.inlinePolicies(role).stream())
                .flatMap(policy -> TemplateNode.list(policy.get("Statement")).stream())
                .map(statement -> TemplateNode.map(statement))
                .toList();
    }

    private static List<Map<String, Object>> unconditional(List<Map<String, Object>> statements) {
        return statements.stream().filter(each -> !each.containsKey("Condition")).toList();
    }

    private static List<Statement> withEffect(List<Map<String, Object>> statements, String effect) {
        return statements.stream()
                .filter(statement -> effect.equals(statement.get("Effect")))
                .map(FunctionReader::statement)
                .toList();
    }

    private static Statement statement(Map<String, Object> json) {
        return new Statement(
                TemplateNode.texts(json.get("Action")), TemplateNode.texts(json.get("Resource")));
    }
}
