package dev.profileguard.sandbox.aws.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The context that Lambda passes to a function.
///
/// @param until when the function times out
/// @param log Lambda's own logger for the function
/// @param version such as `1`, or `$LATEST`
public record InvocationContext(
        FunctionDefinition function,
        String requestId,
        Instant until,
        InstantSource clock,
        LambdaLogger log,
        String version)
        implements Context {
    private static final String LATEST = "$LATEST";

    /// The context of an invocation that starts now.
    public static InvocationContext begin(
            FunctionDefinition function, String requestId, InstantSource clock, LambdaLogger log) {
        Instant until = clock.instant().plus(function.timeout());
        return new InvocationContext(function, requestId, until, clock, log, LATEST);
    }

    /// The same for a published version.
    InvocationContext running(String number) {
        return new InvocationContext(function, requestId, until, clock, log, number);
    }

    /// A logger that drops all messages.
    public static LambdaLogger silence() {
        return new LambdaLogger() {
            @Override
            public void log(String message) {}

            @Override
            public void log(byte[] message) {}
        };
    }

    /// A logger that passes each message on.
    public static LambdaLogger to(Consumer<String> listener) {
        return new LambdaLogger() {
            @Override
            public void log(String message) {
                listener.accept(message.stripTrailing());
            }

            @Override
            public void log(byte[] message) {
                log(new String(message, StandardCharsets.UTF_8));
            }
        };
    }

    @Override
    public String getAwsRequestId() {
        return requestId;
    }

    @Override
    public String getLogGroupName() {
        return "/aws/lambda/" + function.name();
    }

    @Override
    public String getLogStreamName() {
        return "sandbox";
    }

    @Override
    public String getFunctionName() {
        return function.name();
    }

    @Override
    public String getFunctionVersion() {
        return version;
    }

    @Override
    public String getInvokedFunctionArn() {
        return function.arn();
    }

    @Override
    public @Nullable CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public @Nullable ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return (int) Math.max(0, Duration.between(clock.instant(), until).toMillis());
    }

    @Override
    public int getMemoryLimitInMB() {
        return function.memory();
    }

    @Override
    public LambdaLogger getLogger() {
        return log;
    }
}
