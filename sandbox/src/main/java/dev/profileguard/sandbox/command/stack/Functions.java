package dev.profileguard.sandbox.command.stack;

import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/// Invokes the stack's functions, and waits for their answers.
///
/// A function may run for 15 minutes, so the client waits for 16. An invocation is sent again only
/// if Lambda throttled it: then it did not run. After a time-out or a broken connection nobody
/// knows, and a second invocation could do everything twice.
/// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
public final class Functions implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(16);
    private static final int MOST_ATTEMPTS = 4;

    private final DeployedStack stack;
    private final LambdaClient lambda;

    private Functions(DeployedStack stack, LambdaClient lambda) {
        this.stack = stack;
        this.lambda = lambda;
    }

    static Functions of(DeployedStack stack) {
        return new Functions(
                stack,
                stack.aws()
                        .client(
                                LambdaClient.builder()
                                        .overrideConfiguration(client ->
                                                client.retryStrategy(onlyWhenThrottled())),
                                "LAMBDA",
                                PATIENCE));
    }

    private static StandardRetryStrategy onlyWhenThrottled() {
        return StandardRetryStrategy.builder()
                .useClientDefaults(false)
                .maxAttempts(MOST_ATTEMPTS)
                .retryOnException(TooManyRequestsException.class)
                .build();
    }

    /// Invokes a function with a request.
    ///
    /// @param function its name in the template, such as `ProfileGuard`
    /// @param command such as `show`
    /// @param fields of the command
    /// @throws StackException when there is no answer
    public Answer ask(String function, String command, Map<String, ?> fields) {
        return ask(function, Requests.command(command, fields));
    }

    /// Invokes a function.
    ///
    /// @param payload JSON
    /// @throws StackException when there is no answer
    public Answer ask(String function, String payload) {
        String name = stack.function(function);
        try {
            InvokeResponse response =
                    lambda.invoke(call ->
                            call.functionName(name).payload(SdkBytes.fromUtf8String(payload)));
            SdkBytes text = response.payload();
            return Answer.of(
                    function, text == null ? "" : text.asUtf8String(), response.functionError());
        } catch (SdkException e) {
            throw AwsFailure.of(e, "lambda:InvokeFunction", "the function " + name);
        }
    }

    @Override
    public void close() {
        lambda.close();
    }
}
