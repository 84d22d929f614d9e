package dev.profileguard.sandbox.host;

import dev.profileguard.aws.query.QueryApi;
import dev.profileguard.aws.query.QueryCalls;
import dev.profileguard.aws.query.QueryService;
import dev.profileguard.aws.sts.StsMessages;
import dev.profileguard.iam.policy.MessageDecoder;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.sts.StsQuery;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Decodes authorization messages for a function by the sandbox's STS.
public final class FunctionDecoder {
    private FunctionDecoder() {}

    /// What a function gets.
    ///
    /// @param backoff waits before a call is repeated
    public static MessageDecoder of(StsQuery sts, FunctionIdentity identity, Backoff backoff) {
        Origin origin =
                new Origin(identity.role(), FunctionPlatform.USER_AGENT, FunctionPlatform.ADDRESS);
        QueryApi api =
                new QueryApi(
                        QueryService.STS,
                        FunctionSts.client(sts, origin),
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("ASIASANDBOX", "sandbox")),
                        region -> URI.create("https://sts.%s.amazonaws.com".formatted(region)));
        return new StsMessages(new QueryCalls(api, backoff::await), Stack.REGION);
    }
}
