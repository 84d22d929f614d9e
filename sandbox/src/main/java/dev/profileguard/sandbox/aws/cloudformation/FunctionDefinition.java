package dev.profileguard.sandbox.aws.cloudformation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Lambda function as the template declares it, every value resolved.
///
/// @param logicalId its key under `Resources`
/// @param name its `FunctionName`
/// @param handler the class, perhaps with `::method`
/// @param memory in MB
/// @param environment its own environment variables, without those of the Lambda runtime
/// @param retries the number of retries of an asynchronous invocation
/// @param onFailure the ARN of the queue for events whose last retry failed; null: they are dropped
/// @param allows the Allow statements of its policies
/// @param denies the Deny statements without conditions
public record FunctionDefinition(
        String logicalId,
        String name,
        String handler,
        Duration timeout,
        int memory,
        Map<String, String> environment,
        int retries,
        @Nullable String onFailure,
        List<Statement> allows,
        List<Statement> denies) {

    /// The same with other environment variables.
    public FunctionDefinition with(Map<String, String> other) {
        return new FunctionDefinition(
                logicalId, name, handler, timeout, memory, other, retries, onFailure, allows,
                denies);
    }

    /// `arn:aws:lambda:REGION:ACCOUNT:function:NAME`.
    public String arn() {
        return Stack.arn("lambda", "function:" + name);
    }

    /// The class named by the handler.
    public String handlerClass() {
        return handler.split("::", 2)[0];
    }

    /// The name of the role that SAM creates for it.
    public String roleName() {
        return "%s-%sRole".formatted(Stack.NAME, logicalId);
    }

    /// The ARN of that role.
    public String roleArn() {
        return Stack.iamArn("role/" + roleName());
    }

    /// Whether its policies allow an action.
    ///
    /// @param action such as `iam:GetRole`
    public boolean may(String action, String resource) {
        return allows.stream().anyMatch(statement -> statement.covers(action, resource))
                && denies.stream().noneMatch(statement -> statement.covers(action, resource));
    }
}
