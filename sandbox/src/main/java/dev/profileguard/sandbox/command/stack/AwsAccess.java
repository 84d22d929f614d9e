package dev.profileguard.sandbox.command.stack;

import dev.profileguard.event.Partition;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// The user's credentials, region and endpoints: those of the AWS CLI, or those of the sandbox.
///
/// @param variables environment variables
record AwsAccess(Map<String, String> variables, AwsCredentialsProvider credentials, Region region) {
    private static final Duration CONNECTING = Duration.ofSeconds(10);

    static {
        // Otherwise the JDK sends a request again if the connection broke before the response.
        // https://docs.oracle.com/en/java/javase/25/docs/api/java.base/java/net/doc-files/net-properties.html
        System.setProperty("sun.net.http.retryPost", "false");
    }

    /// @param profile empty: that of `AWS_PROFILE`, unless keys are in the environment
    /// @param region empty: where IAM's events arrive in the partition of the region that is set up
    static AwsAccess of(Map<String, String> variables, String profile, String region) {
        return new AwsAccess(
                variables,
                credentials(variables, profile),
                region(
                        variables,
                        profile.isBlank() ? variable(variables, "AWS_PROFILE") : profile,
                        region));
    }

    /// A variable; empty: it is not set.
    String variable(String name) {
        return variable(variables, name);
    }

    /// The endpoint of a service; null: that of AWS.
    /// https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    ///
    /// @param service as the variables name it, such as `LAMBDA`
    @Nullable URI endpoint(String service) {
        if (variable("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS").equalsIgnoreCase("true")) {
            return null;
        }
        String url =
                Stream.of("AWS_ENDPOINT_URL_" + service, "AWS_ENDPOINT_URL")
                        .map(this::variable)
                        .filter(each -> !each.isEmpty())
                        .findFirst()
                        .orElse("");
        if (url.isEmpty()) {
            return null;
        }
        try {
            URI endpoint = URI.create(url);
            if (endpoint.getHost() != null) {
                return endpoint;
            }
        } catch (IllegalArgumentException e) {
            throw new StackException(noUrl(url), e);
        }
        throw new StackException(noUrl(url));
    }

    /// A client of a service.
    ///
    /// @param service as above
    /// @param patience how long to wait for a response
    <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> C client(
            B builder, String service, Duration patience) {
        URI endpoint = endpoint(service);
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.region(region)
                .credentialsProvider(credentials)
                .httpClient(
                        UrlConnectionHttpClient.builder()
                                .connectionTimeout(CONNECTING)
                                .socketTimeout(patience)
                                .build())
                .build();
    }

    private static AwsCredentialsProvider credentials(
            Map<String, String> variables, String profile) {
        if (!profile.isBlank()) {
            return ProfileCredentialsProvider.create(profile);
        }
        String id = variable(variables, "AWS_ACCESS_KEY_ID");
        String secret = variable(variables, "AWS_SECRET_ACCESS_KEY");
        String token = variable(variables, "AWS_SESSION_TOKEN");
        if (id.isEmpty() || secret.isEmpty()) {
            String named = variable(variables, "AWS_PROFILE");
            return DefaultCredentialsProvider.builder()
                    .profileName(named.isEmpty() ? null : named)
                    .build();
        }
        return StaticCredentialsProvider.create(
                token.isEmpty()
                        ? AwsBasicCredentials.create(id, secret)
                        : AwsSessionCredentials.create(id, secret, token));
    }

    /// The stack's region. IAM's events arrive in one region of a partition only, so the stack is
    /// there, whatever region its users work in.
    ///
    /// See https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html
    private static Region region(Map<String, String> variables, String profile, String given) {
        if (!given.isBlank()) {
            return Region.of(given.strip());
        }
        Region usual = usual(variables, profile);
        return Partition.ofRegion(usual.id()).regionOfIamEvents().map(Region::of).orElse(usual);
    }

    /// The region that is set up for the AWS CLI.
    private static Region usual(Map<String, String> variables, String profile) {
        for (String name : List.of("AWS_REGION", "AWS_DEFAULT_REGION")) {
            String set = variable(variables, name);
            if (!set.isEmpty()) {
                return Region.of(set);
            }
        }
        try {
            return Objects.requireNonNull(
                    DefaultAwsRegionProviderChain.builder()
                            .profileName(profile.isBlank() ? null : profile)
                            .build()
                            .getRegion());
        } catch (SdkClientException e) {
            return Region.US_EAST_1;
        }
    }

    private static String variable(Map<String, String> variables, String name) {
        return variables.getOrDefault(name, "").strip();
    }

    private static String noUrl(String text) {
        return "AWS_ENDPOINT_URL is no URL: " + text;
    }
}
