package dev.profileguard.aws.lambda;

import dev.profileguard.aws.query.LiveCalls;
import dev.profileguard.aws.resource.SignedCalls;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/// Reads configurations by Lambda's REST API of version 2015-03-31.
///
/// See https://docs.aws.amazon.com/lambda/latest/api/API_GetFunctionConfiguration.html
///
/// @param region the function's own
public record LambdaRest(SignedCalls calls, URI endpoint, String region)
        implements FunctionConfigurations {
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(4);
    private static final String LATEST = "$LATEST";

    /// With the credentials of the function.
    ///
    /// @param environment the environment variables of the function
    public static LambdaRest live(Map<String, String> environment) {
        String region = environment.getOrDefault("AWS_REGION", "");
        return new LambdaRest(
                SignedCalls.live(CONNECT, READ),
                LiveCalls.endpoint("lambda", environment, region),
                region);
    }

    @Override
    public Comparison of(String function) {
        return Comparison.of(configuration(function, LATEST), configuration(function, ALIAS));
    }

    private Map<String, Object> configuration(String function, String qualifier) {
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.GET)
                        .uri(endpoint)
                        .encodedPath(
                                "/2015-03-31/functions/%s/configuration"
                                        .formatted(SdkHttpUtils.urlEncode(function)))
                        .putRawQueryParameter("Qualifier", qualifier)
                        .build();
        return calls.repeated(attempt -> attempt.send("lambda", region, request, null).restJson());
    }
}
