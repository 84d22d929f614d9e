package dev.profileguard.sandbox.aws.cloudformation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A Lambda function as the template declares it, every value resolved.
///
/// @param logicalId its key under `Resources`
/// @param name its `FunctionName`
/// @param arn `arn:aws:lambda:REGION:ACCOUNT:function:NAME`
/// @param roleArn the ARN of its role: the one in the template, or the one that SAM creates
/// @param handler the class, perhaps with `::method`
/// @param memory in MB
/// @param concurrency the number of concurrent invocations that are reserved for it; 0: none
/// @param environment its own environment variables, without those of the Lambda runtime
/// @param retries the number of retries of an asynchronous invocation
/// @param onFailure the ARN of the queue for events whose last retry failed; null: they are dropped
/// @param allows the Allow statements of its policies
/// @param denies the Deny statements without conditions
public record FunctionDefinition(
        String logicalId,
        String name,
        String arn,
        String roleArn,
        String handler,
        Duration timeout,
        int memory,
        int concurrency,
        Map<String, String> environment,
        int retries,
        @Nullable String onFailure,
        List<Statement> allows,
        List<Statement> denies) {

    /// The same with other environment variables.
    public FunctionDefinition with(Map<String, String> other) {
        return new FunctionDefinition(
                logicalId,
                name,
                arn,
                roleArn,
                handler,
                timeout,
                memory,
                concurrency,
                other,
                retries,
                onFailure,
                allows,
                denies);
    }

    /// The account that it is in.
    public String account() {
        return arn.split(":", 6)[4];
    }

    /// The class named by the handler.
    public String handlerClass() {
        return handler.split("::", 2)[0];
    }

    /// The name of its role, without the path.
    public String roleName() {
        return roleArn.substring(roleArn.lastIndexOf('/') + 1);
    }

    /// The path of its role, such as `/`.
    public String rolePath() {
        return roleArn.substring(roleArn.indexOf('/'), roleArn.lastIndexOf('/') + 1);
    }

    /// The name of its log group.
    public String logGroup() {
        return "%s-%sLogs".formatted(Stack.NAME, logicalId);
    }

    /// Whether its policies allow an action.
    ///
    /// @param action such as `iam:GetRole`
    public boolean may(String action, String resource) {
        return allows.stream().anyMatch(statement -> statement.covers(action, resource))
                && denies.stream().noneMatch(statement -> statement.covers(action, resource));
    }
}
