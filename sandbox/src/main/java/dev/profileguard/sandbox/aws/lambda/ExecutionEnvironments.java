package dev.profileguard.sandbox.aws.lambda;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Function;

/// The execution environments of one version of a function: each has one handler, which serves one
/// invocation at a time. Concurrent invocations run in different environments.
/// https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtime-environment.html
final class ExecutionEnvironments {
    private final FunctionDefinition function;
    private final String version;
    private final Function<FunctionDefinition, RequestStreamHandler> handlers;
    private final Deque<RequestStreamHandler> idle = new ConcurrentLinkedDeque<>();

    ExecutionEnvironments(
            FunctionDefinition function,
            String version,
            Function<FunctionDefinition, RequestStreamHandler> handlers) {
        this.function = function;
        this.version = version;
        this.handlers = handlers;
    }

    FunctionDefinition function() {
        return function;
    }

    /// Such as `1`.
    String version() {
        return version;
    }

    void warm() {
        idle.push(handlers.apply(function));
    }

    InvocationResponse invoke(String payload, InvocationContext context) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try {
            RequestStreamHandler handler = idle.poll();
            if (handler == null) {
                handler = handlers.apply(function);
            }
            try {
                handler.handleRequest(input(payload), output, context);
            } finally {
                idle.push(handler);
            }
        } catch (Throwable e) { // whatever a function throws fails the invocation
            return new InvocationResponse.Failed(e);
        }
        return context.getRemainingTimeInMillis() == 0
                ? new InvocationResponse.Failed(new TimedOutException(context))
                : new InvocationResponse.Returned(output.toString(StandardCharsets.UTF_8));
    }

    private static InputStream input(String payload) {
        return new ByteArrayInputStream(payload.getBytes(StandardCharsets.UTF_8));
    }
}
