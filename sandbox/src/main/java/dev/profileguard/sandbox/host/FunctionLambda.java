package dev.profileguard.sandbox.host;

import dev.profileguard.aws.lambda.Comparison;
import dev.profileguard.aws.lambda.FunctionConfigurations;
import dev.profileguard.aws.lambda.LambdaRest;
import dev.profileguard.aws.resource.SignedCalls;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.lambda.FunctionRest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Reads the configurations of the sandbox's functions for a function.
///
/// @param rest Lambda, which runs the functions and so does not exist before them
/// @param role the session of the function's role
/// @param backoff waits before a call is repeated
public record FunctionLambda(Supplier<FunctionRest> rest, Caller role, Backoff backoff)
        implements FunctionConfigurations {
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("ASIASANDBOX", "sandbox"));

    @Override
    public Comparison of(String function) {
        InProcessHttp http =
                new InProcessHttp((request, body) ->
                        rest.get()
                                .respond(
                                        request.method().name(),
                                        URLDecoder.decode(
                                                request.encodedPath(), StandardCharsets.UTF_8),
                                        request.encodedQueryParameters().orElse(""),
                                        body,
                                        role));
        return new LambdaRest(
                        new SignedCalls(http, CREDENTIALS, backoff::await),
                        URI.create("https://lambda.us-east-1.amazonaws.com"),
                        Stack.REGION)
                .of(function);
    }
}
