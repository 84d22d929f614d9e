package dev.profileguard.sandbox.http.service;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.iam.Authorizer;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.lambda.FunctionRest;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.aws.lambda.LambdaService;
import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lambda's Invoke, and its configurations, versions and aliases.
/// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
///
/// @param permissions finds what a caller may do
public record InvokeService(LambdaService lambda, Function<Caller, Authorizer> permissions)
        implements Service {
    private static final Pattern PATH =
            Pattern.compile("/2015-03-31/functions/([^/]+)/invocations/?");
    private static final int MOST_BYTES = 6_291_456;

    @Override
    public Reply handle(Request request, Caller caller) {
        Matcher path = PATH.matcher(request.path());
        if (!path.matches() || !request.method().equals("POST")) {
            return other(request, caller);
        }
        FunctionDefinition function = function(path.group(1), caller);
        String refusal = permissions.apply(caller).refusal("lambda:InvokeFunction", function.arn());
        if (refusal != null) {
            throw new Refusal(403, "AccessDeniedException", refusal);
        }
        String payload = request.body().isBlank() ? "{}" : request.body();
        requireJson(payload);
        return switch (type(request)) {
            case "RequestResponse" -> reply(lambda.invoke(function, payload), request);
            case "Event" -> {
                lambda.invokeAsync(function, payload, null);
                yield empty(202, request);
            }
            case "DryRun" -> empty(204, request);
            default ->
                    throw new Refusal(
                            400,
                            "InvalidParameterValueException",
                            "X-Amz-Invocation-Type must be RequestResponse, Event or DryRun.");
        };
    }

    @Override
    public Reply refused(Request request, Refusal refusal) {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("Type", "User");
        error.put("Message", refusal.text());
        error.put("message", refusal.text());
        return Reply.json(refusal.status(), error)
                .with("x-amzn-ErrorType", refusal.code())
                .with("x-amzn-RequestId", request.id());
    }

    private Reply other(Request request, Caller caller) {
        InProcessHttp.Response response =
                new FunctionRest(lambda, permissions)
                        .respond(
                                request.method(),
                                request.path(),
                                request.query(),
                                request.body(),
                                caller);
        return new Reply(response.status(), response.headers(), response.body());
    }

    private FunctionDefinition function(String named, Caller caller) {
        String name = named.replaceFirst("^.*function:", "");
        return lambda.find(named)
                .orElseThrow(() ->
                        new Refusal(
                                404,
                                "ResourceNotFoundException",
                                "Function not found: "
                                        + new Stack(caller.accountId())
                                                .arn("lambda", "function:" + name)));
    }

    private static void requireJson(String payload) {
        if (payload.length() > MOST_BYTES) {
            throw new Refusal(
                    413,
                    "RequestTooLargeException",
                    "Request must be smaller than %d bytes for the InvokeFunction operation"
                            .formatted(MOST_BYTES));
        }
        try {
            JSON.std.anyFrom(payload);
        } catch (IOException e) {
            throw new Refusal(
                    400,
                    "InvalidRequestContentException",
                    "Could not parse request body into json: "
                            + String.valueOf(e.getMessage()).split(" \\(|\\n", 2)[0]);
        }
    }

    private static String type(Request request) {
        String type = request.header("x-amz-invocation-type");
        return type.isEmpty() ? "RequestResponse" : type;
    }

    private static Reply reply(InvocationResponse response, Request request) {
        Reply reply =
                new Reply(200, Map.of("Content-Type", "application/json"), response.payload())
                        .with("X-Amz-Executed-Version", "$LATEST")
                        .with("x-amzn-RequestId", request.id());
        return response instanceof InvocationResponse.Failed
                ? reply.with("X-Amz-Function-Error", "Unhandled")
                : reply;
    }

    private static Reply empty(int status, Request request) {
        return new Reply(status, Map.of("x-amzn-RequestId", request.id()), "");
    }
}
