package dev.profileguard.aws.client;

import dev.profileguard.aws.query.LiveCalls;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import software.amazon.awssdk.awscore.endpoints.AwsEndpointAttribute;
import software.amazon.awssdk.awscore.endpoints.authscheme.EndpointAuthScheme;
import software.amazon.awssdk.awscore.endpoints.authscheme.SigV4AuthScheme;
import software.amazon.awssdk.endpoints.Endpoint;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.utils.CompletableFutureUtils;

/// Where a service is called.
///
/// @param region of the signature: IAM has one for all regions of a partition
record ServiceEndpoint(URI uri, String region) {
    /// What the SDK's rules for endpoints are asked.
    ///
    /// See https://docs.aws.amazon.com/sdkref/latest/guide/feature-endpoints.html
    ///
    /// @param useFips whether the endpoint has a validated cryptography
    /// @param useDualStack whether it has IPv6 as well
    record Question(Region region, boolean useFips, boolean useDualStack) {}

    /// The endpoint of a service, by the same variables as for the SDK's clients.
    ///
    /// @param service as in the variables, such as `iam`
    /// @param environment the environment variables of the function
    /// @param rules the SDK's; not asked if the variables name an endpoint
    static ServiceEndpoint of(
            String service,
            Map<String, String> environment,
            Function<Question, CompletableFuture<Endpoint>> rules) {
        Region region = region(environment);
        String other = LiveCalls.configured(service, environment);
        if (!other.isEmpty()) {
            return new ServiceEndpoint(URI.create(other), region.id());
        }
        Endpoint endpoint =
                CompletableFutureUtils.joinLikeSync(
                        rules.apply(
                                new Question(
                                        region,
                                        isOn("AWS_USE_FIPS_ENDPOINT", environment),
                                        isOn("AWS_USE_DUALSTACK_ENDPOINT", environment))));
        return new ServiceEndpoint(endpoint.url(), signingRegion(endpoint, region));
    }

    /// The function's region: of the environment, or where else the SDK looks for it.
    private static Region region(Map<String, String> environment) {
        String region = environment.getOrDefault("AWS_REGION", "");
        return region.isEmpty()
                ? new DefaultAwsRegionProviderChain().getRegion()
                : Region.of(region);
    }

    private static boolean isOn(String variable, Map<String, String> environment) {
        return "true".equalsIgnoreCase(environment.get(variable));
    }

    private static String signingRegion(Endpoint endpoint, Region region) {
        List<EndpointAuthScheme> schemes = endpoint.attribute(AwsEndpointAttribute.AUTH_SCHEMES);
        if (schemes != null) {
            for (EndpointAuthScheme each : schemes) {
                if (each instanceof SigV4AuthScheme v4 && v4.signingRegion() != null) {
                    return v4.signingRegion();
                }
            }
        }
        return region.id();
    }
}
