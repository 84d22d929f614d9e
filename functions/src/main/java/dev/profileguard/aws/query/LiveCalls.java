package dev.profileguard.aws.query;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/// Calls of services on AWS, with the function's own role.
public final class LiveCalls {
    private LiveCalls() {}

    /// The calls of a service.
    ///
    /// @param environment the environment variables of the function
    /// @param connect how long the connection of one attempt may take
    /// @param read how long its response may take
    public static QueryCalls of(
            QueryService service,
            Map<String, String> environment,
            Duration connect,
            Duration read) {
        SdkHttpClient http =
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(connect)
                        .socketTimeout(read)
                        .build();
        return new QueryCalls(
                new QueryApi(
                        service,
                        http,
                        DefaultCredentialsProvider.builder().build(),
                        region -> endpoint(service.name(), environment, region)),
                LiveCalls::sleep);
    }

    /// The endpoint of a service in a region, by the same variables as in the AWS SDK.
    ///
    /// See https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    ///
    /// @param service as in endpoints, such as `ec2`
    public static URI endpoint(String service, Map<String, String> environment, String region) {
        String other =
                environment.getOrDefault(
                        "AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT),
                        environment.getOrDefault("AWS_ENDPOINT_URL", ""));
        return URI.create(
                other.isEmpty()
                        ? "https://" + ServiceMetadata.of(service).endpointFor(Region.of(region))
                        : other);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryException("Interrupted", 400, "no answer in time");
        }
    }
}
