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

    /// Adds the name of a missing parameter, which the error of Parameter Store does not contain.
    @Override
    public String get(String name) {
        try {
            return provider().withMaxAge(CACHE_MINUTES, ChronoUnit.MINUTES).get(name);
        } catch (AwsServiceException e) {
            throw "ParameterNotFound".equals(e.awsErrorDetails().errorCode())
                    ? missing(name, e)
                    : e;
        }
    }

    private static AwsServiceException missing(String name, AwsServiceException cause) {
        String missing =
                "Parameter Store has no parameter " + name + " in this region. Create it: ";
        String put = "aws ssm put-parameter --type String --value file://FILE --name " + name;
        return AwsServiceException.builder().message(missing + put).cause(cause).build();
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
