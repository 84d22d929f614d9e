package dev.profileguard.aws;

import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.lambda.powertools.parameters.ssm.SSMProvider;

/// Parameter Store by Powertools Parameters, which keeps a value for five minutes. Nothing of it is
/// loaded before the first parameter is asked for.
public final class SsmParameters implements ParameterSource {
    private static final int MINUTES_KEPT = 5;

    private final SdkHttpClient http;
    private @Nullable SSMProvider provider;

    public SsmParameters(SdkHttpClient http) {
        this.http = http;
    }

    /// What Parameter Store says of a parameter that is not there does not name it.
    @Override
    public String get(String name) {
        try {
            return provider().withMaxAge(MINUTES_KEPT, ChronoUnit.MINUTES).get(name);
        } catch (AwsServiceException e) {
            throw "ParameterNotFound".equals(e.awsErrorDetails().errorCode())
                    ? missing(name, e)
                    : e;
        }
    }

    private static AwsServiceException missing(String name, AwsServiceException cause) {
        String missing =
                "Parameter Store has no parameter " + name + " in this region. Put it there: ";
        String put = "aws ssm put-parameter --type String --value file://FILE --name " + name;
        return AwsServiceException.builder().message(missing + put).cause(cause).build();
    }

    private SSMProvider provider() {
        SSMProvider ready = provider;
        if (ready == null) {
            SsmClient client = SsmClient.builder().httpClient(http).build();
            ready = SSMProvider.builder().withClient(client).build();
            provider = ready;
        }
        return ready;
    }
}
