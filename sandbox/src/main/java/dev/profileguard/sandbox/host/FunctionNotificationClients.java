package dev.profileguard.sandbox.host;

import dev.profileguard.aws.NotificationClients;
import dev.profileguard.aws.resource.SignedCalls;
import dev.profileguard.aws.securityhub.FindingImport;
import dev.profileguard.aws.securityhub.FindingImportRest;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.notify.NotifyServices;
import dev.profileguard.sandbox.aws.securityhub.SecurityHubRest;
import java.net.URI;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;

/// The clients through which a function sends its findings. Topics and buses of all regions are the
/// same.
///
/// @param origin of the calls of the function's role
/// @param backoff waits before a call is repeated
record FunctionNotificationClients(
        Supplier<NotifyServices> services, SecurityHubRest hub, Origin origin, Backoff backoff)
        implements NotificationClients {
    private static final SignedRegion HUB_REGION = new SignedRegion("securityhub");
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("ASIASANDBOX", "sandbox"));

    @Override
    public SnsClient topics(String region) {
        return services.get().topics(role());
    }

    @Override
    public EventBridgeClient bus() {
        return services.get().bus(role());
    }

    @Override
    public EventBridgeClient bus(String region) {
        return bus();
    }

    @Override
    public SqsClient queues() {
        return services.get().queues(role());
    }

    @Override
    public FindingImport securityHub() {
        SdkHttpClient http =
                new InProcessHttp((request, body) ->
                        hub.respond(
                                request.method().name(),
                                request.encodedPath(),
                                body,
                                origin.next().in(HUB_REGION.of(request))));
        return new FindingImportRest(
                new SignedCalls(http, CREDENTIALS, backoff::await),
                URI.create("https://securityhub.us-east-1.amazonaws.com"),
                Stack.REGION);
    }

    private Caller role() {
        return origin.caller();
    }
}
