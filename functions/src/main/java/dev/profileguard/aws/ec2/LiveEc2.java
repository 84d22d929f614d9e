package dev.profileguard.aws.ec2;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/// EC2 on AWS, with the function's own role.
public final class LiveEc2 {
    /// How long one attempt of a call may take. EC2 answers these calls within a second.
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private static final Duration READ = Duration.ofSeconds(4);

    /// How long all regions together may take.
    private static final Duration ALL_REGIONS = Duration.ofSeconds(10);

    private LiveEc2() {}

    /// Finds the instances that use a profile, with the credentials of the function.
    ///
    /// @param environment the environment variables of the function
    /// @param regions those to ask; empty: all that are enabled
    public static Ec2ProfileUsers users(Map<String, String> environment, List<String> regions) {
        SdkHttpClient http =
                UrlConnectionHttpClient.builder()
                        .connectionTimeout(CONNECT)
                        .socketTimeout(READ)
                        .build();
        Ec2Query query =
                new Ec2Query(
                        http,
                        DefaultCredentialsProvider.builder().build(),
                        region -> endpoint(environment, region));
        Ec2Calls calls = new Ec2Calls(query, LiveEc2::sleep);
        String home = environment.getOrDefault("AWS_REGION", "");
        List<String> chosen = List.copyOf(regions);
        return new Ec2ProfileUsers(
                calls,
                chosen.isEmpty()
                        ? new EnabledRegions(calls, home, InstantSource.system())
                        : () -> chosen,
                RegionalCalls.atOnce(ALL_REGIONS));
    }

    /// The same variables as in the AWS SDK.
    ///
    /// See https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    private static URI endpoint(Map<String, String> environment, String region) {
        String other =
                environment.getOrDefault(
                        "AWS_ENDPOINT_URL_EC2", environment.getOrDefault("AWS_ENDPOINT_URL", ""));
        return URI.create(
                other.isEmpty()
                        ? "https://" + ServiceMetadata.of("ec2").endpointFor(Region.of(region))
                        : other);
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Ec2Exception("Interrupted", 400, "no answer in time");
        }
    }
}
