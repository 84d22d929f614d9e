package dev.profileguard.handler;

import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.lambda.powertools.parameters.ssm.SSMProvider;

/// Parameter Store by Powertools Parameters, which keeps a value for five minutes. Nothing of it is
/// loaded before the first parameter is asked for.
final class SsmParameters implements ParameterSource {
    private static final int MINUTES_KEPT = 5;

    private final SdkHttpClient http;
    private @Nullable SSMProvider provider;

    SsmParameters(SdkHttpClient http) {
        this.http = http;
    }

    @Override
    public String get(String name) {
        SSMProvider ready = provider;
        if (ready == null) {
            SsmClient client = SsmClient.builder().httpClient(http).build();
            ready = SSMProvider.builder().withClient(client).build();
            provider = ready;
        }
        return ready.withMaxAge(MINUTES_KEPT, ChronoUnit.MINUTES).get(name);
    }
}
