package dev.profileguard.sweep;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// S3, by the one call that is needed of it: its client would be larger than all the others
/// together.
///
/// See https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html
public final class S3Reports implements ReportStore {
    private final SdkHttpClient http;
    private final AwsCredentialsIdentity credentials;
    private final Region region;
    private final @Nullable String endpoint;

    /// Credentials and region follow the SDK's own rules.
    ///
    /// @param environment names another endpoint as `AWS_ENDPOINT_URL_S3` or `AWS_ENDPOINT_URL`
    public S3Reports(SdkHttpClient http, Map<String, String> environment) {
        this(
                http,
                DefaultCredentialsProvider.builder().build().resolveCredentials(),
                new DefaultAwsRegionProviderChain().getRegion(),
                environment.getOrDefault(
                        "AWS_ENDPOINT_URL_S3", environment.get("AWS_ENDPOINT_URL")));
    }

    S3Reports(
            SdkHttpClient http,
            AwsCredentialsIdentity credentials,
            Region region,
            @Nullable String endpoint) {
        this.http = http;
        this.credentials = credentials;
        this.region = region;
        this.endpoint = endpoint;
    }

    @Override
    public String put(String bucket, String key, String lines) {
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.PUT)
                        .uri(uri(bucket, key))
                        .putHeader("Content-Type", "application/jsonl")
                        .build();
        SignedRequest signed =
                AwsV4HttpSigner.create()
                        .sign(sign ->
                                sign.identity(credentials)
                                        .request(request)
                                        .payload(ContentStreamProvider.fromUtf8String(lines))
                                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "s3")
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, region.id())
                                        .putProperty(AwsV4HttpSigner.DOUBLE_URL_ENCODE, false)
                                        .putProperty(AwsV4HttpSigner.NORMALIZE_PATH, false));
        send(signed);
        return "s3://%s/%s".formatted(bucket, key);
    }

    private void send(SignedRequest signed) {
        try {
            HttpExecuteResponse response =
                    http.prepareRequest(
                                    HttpExecuteRequest.builder()
                                            .request(signed.request())
                                            .contentStreamProvider(signed.payload().orElse(null))
                                            .build())
                            .call();
            response.responseBody().ifPresent(body -> body.abort());
            if (!response.httpResponse().isSuccessful()) {
                throw SdkClientException.create(
                        "S3 answered %d %s"
                                .formatted(
                                        response.httpResponse().statusCode(),
                                        response.httpResponse().statusText().orElse("")));
            }
        } catch (IOException e) {
            throw SdkClientException.create("S3 does not answer: " + e.getMessage(), e);
        }
    }

    /// A key of ours needs no escapes. Another endpoint than AWS's gets the bucket in the path.
    private URI uri(String bucket, String key) {
        if (endpoint != null) {
            return URI.create("%s/%s/%s".formatted(endpoint.replaceAll("/+$", ""), bucket, key));
        }
        String suffix = Objects.requireNonNull(region.metadata()).partition().dnsSuffix();
        return URI.create("https://%s.s3.%s.%s/%s".formatted(bucket, region.id(), suffix, key));
    }
}
