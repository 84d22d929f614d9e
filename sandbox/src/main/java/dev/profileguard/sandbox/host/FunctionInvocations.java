package dev.profileguard.sandbox.host;

import dev.profileguard.aws.FunctionCalls;
import dev.profileguard.aws.LambdaInvoke;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.aws.query.SignedHttp;
import dev.profileguard.sandbox.aws.cloudformation.FunctionDefinition;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.lambda.InvocationResponse;
import dev.profileguard.sandbox.aws.lambda.LambdaService;
import dev.profileguard.text.JsonText;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Lambda's Invoke as a function reaches it, with the permissions of its role.
/// https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
///
/// @param lambda exists when the first call is made
public record FunctionInvocations(Supplier<LambdaService> lambda) {
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("ASIASANDBOX", "sandbox"));
    private static final String BEFORE = "/2015-03-31/functions/";
    private static final String AFTER = "/invocations";

    /// With the permissions of a function.
    public FunctionCalls as(FunctionIdentity identity) {
        InProcessHttp http =
                new InProcessHttp((request, body) ->
                        respond(
                                URLDecoder.decode(request.encodedPath(), StandardCharsets.UTF_8),
                                body,
                                identity));
        return new LambdaInvoke(
                new SignedHttp(http, CREDENTIALS),
                URI.create("https://lambda.%s.amazonaws.com".formatted(Stack.REGION)),
                Stack.REGION,
                ParallelCalls.inTurn());
    }

    private InProcessHttp.Response respond(String path, String body, FunctionIdentity identity) {
        String named = path.substring(BEFORE.length(), path.length() - AFTER.length());
        String arn = new Stack(identity.role().accountId()).arn("lambda", "function:" + named);
        String refusal = identity.authorizer().refusal("lambda:InvokeFunction", arn);
        if (refusal != null) {
            return refused(403, "AccessDeniedException", refusal);
        }
        Optional<FunctionDefinition> function = lambda.get().find(named);
        return function.isEmpty()
                ? refused(404, "ResourceNotFoundException", "Function not found: " + arn)
                : answered(lambda.get().invoke(function.get(), body));
    }

    private static InProcessHttp.Response answered(InvocationResponse response) {
        return new InProcessHttp.Response(
                200,
                response instanceof InvocationResponse.Failed
                        ? Map.of("X-Amz-Function-Error", "Unhandled")
                        : Map.of(),
                response.payload());
    }

    private static InProcessHttp.Response refused(int status, String code, String message) {
        return new InProcessHttp.Response(
                status,
                Map.of("x-amzn-ErrorType", code),
                "{\"Type\": \"User\", \"Message\": %s}".formatted(JsonText.string(message)));
    }
}
