package dev.profileguard.aws.resource;

import dev.profileguard.aws.query.LiveCalls;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.resource.ResourcePolicies;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// KMS and S3 on AWS, with the function's own role.
public final class LiveResourcePolicies {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(4);

    /// A person waits for the answer: the AWS CLI does so for 60 seconds.
    private static final Duration BEGIN = Duration.ofSeconds(15);

    private static final Duration ALL = Duration.ofSeconds(30);
    private static final Duration PAGE = Duration.ofSeconds(10);
    private static final int MOST_PLACES_AT_ONCE = 50;

    /// KMS throttles the calls of an account in a region.
    ///
    /// See https://docs.aws.amazon.com/kms/latest/developerguide/throttling.html
    private static final int MOST_IN_PLACE = 8;

    private static final int MOST_RESOURCES = 1000;

    private LiveResourcePolicies() {}

    /// With the credentials of the function.
    ///
    /// @param environment the environment variables of the function
    /// @param regions those whose keys are searched
    public static ResourcePolicies of(
            Map<String, String> environment, Supplier<List<String>> regions) {
        SignedCalls calls = SignedCalls.live(CONNECT, READ);
        return new SearchedPolicies(
                new KmsKeys(calls, region -> LiveCalls.endpoint("kms", environment, region)),
                new S3Buckets(calls, region -> s3(environment, region)),
                environment.getOrDefault("AWS_REGION", ""),
                regions,
                new SearchedPolicies.Patience(
                        ParallelCalls.atOnce(MOST_PLACES_AT_ONCE, ALL),
                        ParallelCalls.atOnce(MOST_IN_PLACE, PAGE),
                        BEGIN,
                        MOST_RESOURCES,
                        InstantSource.system()));
    }

    /// The SDK names an endpoint of S3 for all regions, which redirects.
    private static URI s3(Map<String, String> environment, String region) {
        URI endpoint = LiveCalls.endpoint("s3", environment, region);
        return "s3.amazonaws.com".equals(endpoint.getHost())
                ? URI.create("https://s3.%s.amazonaws.com".formatted(region))
                : endpoint;
    }
}
