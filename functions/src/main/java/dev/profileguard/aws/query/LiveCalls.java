package dev.profileguard.aws.query;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.ServiceMetadata;

/// Calls of services on AWS, with the function's own role.
public final class LiveCalls {
    /// The message about a call that was interrupted.
    public static final String NO_ANSWER = "no answer in time";

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
        return of(service, http(connect, read), FunctionCredentials.live(), environment);
    }

    /// The same, with another HTTP client and other credentials.
    public static QueryCalls of(
            QueryService service,
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            Map<String, String> environment) {
        return new QueryCalls(
                new QueryApi(
                        service,
                        http,
                        credentials,
                        region -> endpoint(service.name(), environment, region)),
                sleep(() -> new QueryException("Interrupted", 400, NO_ANSWER)));
    }

    /// The endpoint of a service in a region, by the same variables as in the AWS SDK.
    ///
    /// See https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
    ///
    /// @param service as in endpoints, such as `ec2`
    public static URI endpoint(String service, Map<String, String> environment, String region) {
        String other = configured(service, environment);
        return URI.create(
                other.isEmpty()
                        ? "https://" + ServiceMetadata.of(service).endpointFor(Region.of(region))
                        : other);
    }

    /// The endpoint that the environment variables name for a service; empty: none.
    ///
    /// @param service as in the variables, such as `ec2`
    public static String configured(String service, Map<String, String> environment) {
        return environment.getOrDefault(
                "AWS_ENDPOINT_URL_" + service.toUpperCase(Locale.ROOT),
                environment.getOrDefault("AWS_ENDPOINT_URL", ""));
    }

    /// An HTTP client for one attempt at a call each, with the times of the AWS SDK.
    public static SdkHttpClient http() {
        neverSendTwice();
        return UrlConnectionHttpClient.create();
    }

    /// The same, with other times.
    ///
    /// @param connect how long its connection may take
    /// @param read how long its response may take
    public static SdkHttpClient http(Duration connect, Duration read) {
        neverSendTwice();
        return UrlConnectionHttpClient.builder()
                .connectionTimeout(connect)
                .socketTimeout(read)
                .build();
    }

    /// If a kept connection ends without an answer, the JDK sends a request again, unasked and
    /// uncounted, although the first may have been performed. Must run before the first connection.
    ///
    /// See https://bugs.java.com/bugdatabase/view_bug?bug_id=6427251
    private static void neverSendTwice() {
        System.setProperty("sun.net.http.retryPost", "false");
    }

    /// Waits before a call is repeated.
    ///
    /// @param interrupted what is thrown if the thread is interrupted
    public static Consumer<Duration> sleep(Supplier<? extends RuntimeException> interrupted) {
        return time -> {
            try {
                Thread.sleep(time);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw interrupted.get();
            }
        };
    }
}
