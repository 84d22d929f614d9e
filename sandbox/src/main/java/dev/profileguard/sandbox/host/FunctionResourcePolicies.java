package dev.profileguard.sandbox.host;

import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.aws.resource.KmsKeys;
import dev.profileguard.aws.resource.S3Buckets;
import dev.profileguard.aws.resource.SearchedPolicies;
import dev.profileguard.aws.resource.SignedCalls;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.resource.ResourcePolicies;
import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.kms.KmsJson;
import dev.profileguard.sandbox.aws.s3.BucketRest;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;

/// Searches the policies of the sandbox's keys and buckets for the functions.
///
/// @param ec2 finds the regions
/// @param backoff waits before a call is repeated
public record FunctionResourcePolicies(
        KmsJson kms,
        BucketRest s3,
        FunctionProfileUsers ec2,
        Backoff backoff,
        InstantSource clock) {
    private static final SignedRegion KMS_REGION = new SignedRegion("kms");
    private static final SignedRegion S3_REGION = new SignedRegion("s3");
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("ASIASANDBOX", "sandbox"));

    /// As on AWS, but for the number of resources: a test has fewer of them.
    private static final int MOST = 250;

    /// With the permissions of a function.
    ///
    /// @param regions those whose keys are searched; empty: all that are enabled
    public ResourcePolicies as(FunctionIdentity identity, List<String> regions) {
        Origin origin =
                new Origin(identity.role(), FunctionPlatform.USER_AGENT, FunctionPlatform.ADDRESS);
        return new SearchedPolicies(
                new KmsKeys(calls(kms(origin)), region -> endpoint("kms", region)),
                new S3Buckets(calls(s3(origin)), region -> endpoint("s3", region)),
                Stack.REGION,
                ec2.regions(identity, regions),
                new SearchedPolicies.Patience(
                        ParallelCalls.inTurn(),
                        ParallelCalls.inTurn(),
                        Duration.ofSeconds(15),
                        MOST,
                        clock));
    }

    private SignedCalls calls(SdkHttpClient http) {
        return new SignedCalls(http, CREDENTIALS, backoff::await);
    }

    private SdkHttpClient kms(Origin origin) {
        return new InProcessHttp((request, body) ->
                kms.respond(
                        request.firstMatchingHeader("X-Amz-Target").orElse(""),
                        body,
                        origin.next().in(KMS_REGION.of(request))));
    }

    private SdkHttpClient s3(Origin origin) {
        return new InProcessHttp((request, body) -> {
            InProcessHttp.Response response =
                    s3.respond(
                            request.method().name(),
                            URLDecoder.decode(request.encodedPath(), StandardCharsets.UTF_8),
                            request.encodedQueryParameters().orElse(""),
                            body,
                            origin.next().in(S3_REGION.of(request)));
            return response == null ? new InProcessHttp.Response(501, Map.of(), "") : response;
        });
    }

    private static URI endpoint(String service, String region) {
        return URI.create("https://%s.%s.amazonaws.com".formatted(service, region));
    }
}
