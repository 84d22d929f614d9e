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
import java.util.function.Function;
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
        String role =
                TemplateNode.text(
                        properties, "Role", intrinsics.stack().iamArn("role/" + roleOfSam(id)));
        List<Map<String, Object>> statements = statements(role, properties.get("Policies"));
        return new FunctionDefinition(
                id,
                intrinsics.name(id),
                intrinsics.stack().arn("lambda", "function:" + intrinsics.name(id)),
                role,
                TemplateNode.text(properties, "Handler", ""),
                Duration.ofSeconds(TemplateNode.number(properties, "Timeout", 3)),
                TemplateNode.number(properties, "MemorySize", 128),
                TemplateNode.number(properties, "ReservedConcurrentExecutions", 0),
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

    /// The name of the role that SAM creates for a function without one.
    private static String roleOfSam(String id) {
        return "%s-%sRole".formatted(Stack.NAME, id);
    }

    /// The statements of a function's role: of its own policies, of the template's managed
    /// policies, and of the template's policies for it. AWS's managed policies and SAM's policy
    /// templates count as empty.
    ///
    /// @param policies the function's property, for the role that SAM creates
    private List<Map<String, Object>> statements(String role, @Nullable Object policies) {
        Map<String, Object> written = intrinsics.role(role);
        Stream<Map<String, Object>> own =
                TemplateNode.list(written.get("Policies")).stream()
                        .map(policy ->
                                TemplateNode.map(TemplateNode.map(policy), "PolicyDocument"));
        Stream<Map<String, Object>> attached =
                Stream.of(policies, written.get("ManagedPolicyArns"))
                        .flatMap(each -> TemplateNode.list(each).stream())
                        .map(policy ->
                                policy instanceof String arn
                                        ? intrinsics.managedPolicy(arn)
                                        : TemplateNode.map(policy));
        String name = role.substring(role.lastIndexOf('/') + 1);
        return Stream.of(own, attached, intrinsics.inlinePolicies(name).stream())
                .flatMap(Function.identity())
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
