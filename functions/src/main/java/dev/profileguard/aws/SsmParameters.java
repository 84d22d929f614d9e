package dev.profileguard.aws;

import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.lambda.powertools.parameters.ssm.SSMProvider;

/// Reads Parameter Store by Powertools Parameters, which caches a value for five minutes. The
/// client is created at the first read.
public final class SsmParameters implements ParameterSource {
    private static final int CACHE_MINUTES = 5;

    private final SdkHttpClient http;
    private @Nullable SSMProvider provider;

    public SsmParameters(SdkHttpClient http) {
        this.http = http;
    }

    @Override
    public String get(String name) {
        try {
            return provider().withMaxAge(CACHE_MINUTES, ChronoUnit.MINUTES).get(name);
        } catch (AwsServiceException e) {
            throw ParameterSource.named(name, e);
        }
    }

    private SSMProvider provider() {
        SSMProvider current = provider;
        if (current == null) {
            SsmClient client = SsmClient.builder().httpClient(http).build();
            current = SSMProvider.builder().withClient(client).build();
            provider = current;
        }
        return current;
    }
}
