package dev.profileguard.aws;

import dev.profileguard.aws.query.FunctionCredentials;
import dev.profileguard.aws.query.SignedHttp;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// Stores reports in S3. It sends the only request that it needs itself, because the SDK's client
/// of S3 is larger than all other clients together.
///
/// See https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
public final class S3Reports implements ReportStore {
    private static final Pattern ERROR = Pattern.compile("<(Code|Message)>([^<]*)</");
    private static final int MAX_ERROR_BYTES = 4096;

    private final SdkHttpClient http;
    private final AwsCredentialsProvider credentials;
    private final Region region;
    private final @Nullable String endpoint;

    /// Uses the default credentials and region of the AWS SDK.
    ///
    /// @param environment may set the endpoint, by `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL`
    public S3Reports(SdkHttpClient http, Map<String, String> environment) {
        this(
                http,
                FunctionCredentials.live(),
                new DefaultAwsRegionProviderChain().getRegion(),
                endpoint(environment));
    }

    /// @param credentials resolved before each call, because they expire
    /// @param endpoint null for the endpoint of AWS
    S3Reports(
            SdkHttpClient http,
            AwsCredentialsProvider credentials,
            Region region,
            @Nullable String endpoint) {
        this.http = http;
        this.credentials = credentials;
        this.region = region;
        this.endpoint = endpoint;
    }

    static @Nullable String endpoint(Map<String, String> environment) {
        return Stream.of("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
                .map(name -> environment.getOrDefault(name, "").strip())
                .filter(url -> !url.isEmpty())
                .findFirst()
                .orElse(null);
    }

    @Override
    public String put(String bucket, String key, Type type, String report) {
        byte[] body = report.getBytes(StandardCharsets.UTF_8);
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.PUT)
                        .uri(uri(bucket, key))
                        .putHeader("Content-Type", type.mediaType())
                        .putHeader("Content-Length", Integer.toString(body.length))
                        .build();
        send(request, body);
        return "s3://%s/%s".formatted(bucket, key);
    }

    private void send(SdkHttpRequest request, byte[] body) {
        try {
            HttpExecuteResponse response =
                    new SignedHttp(http, credentials).send("s3", region.id(), request, body);
            String error = error(response);
            if (!response.httpResponse().isSuccessful()) {
                throw SdkClientException.create(
                        "S3 responded with %d %s"
                                .formatted(response.httpResponse().statusCode(), error));
            }
        } catch (IOException e) {
            throw SdkClientException.create("No response from S3: " + e.getMessage(), e);
        }
    }

    /// The code and message of [an error
    /// response](https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html), such as
    /// `NoSuchBucket: The specified bucket does not exist`.
    private static String error(HttpExecuteResponse response) throws IOException {
        if (response.responseBody().isEmpty()) {
            return response.httpResponse().statusText().orElse("");
        }
        try (AbortableInputStream body = response.responseBody().get()) {
            String text = new String(body.readNBytes(MAX_ERROR_BYTES), StandardCharsets.UTF_8);
            Matcher elements = ERROR.matcher(text);
            String message =
                    String.join(": ", elements.results().map(each -> each.group(2)).toList());
            return message.isEmpty() ? response.httpResponse().statusText().orElse("") : message;
        }
    }

    /// Keys of reports contain no characters to encode. For a custom endpoint the bucket is part of
    /// the path.
    private URI uri(String bucket, String key) {
        if (endpoint == null) {
            String suffix = PartitionMetadata.of(region).dnsSuffix();
            return URI.create("https://%s.s3.%s.%s/%s".formatted(bucket, region.id(), suffix, key));
        }
        try {
            URI uri = new URI("%s/%s/%s".formatted(endpoint.replaceAll("/+$", ""), bucket, key));
            if (uri.getHost() != null) {
                return uri;
            }
        } catch (URISyntaxException e) {
            throw SdkClientException.create("The endpoint of S3 is not a URL: " + endpoint, e);
        }
        throw SdkClientException.create("The endpoint of S3 is not a URL: " + endpoint);
    }
}
