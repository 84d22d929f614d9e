package dev.profileguard.aws.securityhub;

import dev.profileguard.aws.query.LiveCalls;
import dev.profileguard.aws.resource.SignedCalls;
import dev.profileguard.event.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Imports findings by Security Hub's REST API, without a client of the SDK. It makes each request
/// once: whoever delivers findings repeats it.
///
/// @param region of Security Hub
public record FindingImportRest(SignedCalls calls, URI endpoint, String region)
        implements FindingImport {
    private static final String SERVICE = "securityhub";
    private static final Duration CONNECT = Duration.ofSeconds(2);
    private static final Duration READ = Duration.ofSeconds(3);

    /// With the credentials of the function.
    ///
    /// @param environment the environment variables of the function
    public static FindingImportRest live(Map<String, String> environment) {
        String region = environment.getOrDefault("AWS_REGION", "");
        return new FindingImportRest(
                SignedCalls.live(CONNECT, READ),
                LiveCalls.endpoint(SERVICE, environment, region),
                region);
    }

    @Override
    public Map<String, String> send(List<Map<String, Object>> findings) {
        byte[] body = Json.text(Map.of("Findings", findings)).getBytes(StandardCharsets.UTF_8);
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(endpoint)
                        .encodedPath("/findings/import")
                        .putHeader("Content-Type", "application/json")
                        .build();
        return failed(calls.send(SERVICE, region, request, body).restJson());
    }

    private static Map<String, String> failed(Map<String, Object> response) {
        Map<String, String> failed = new LinkedHashMap<>();
        if (response.get("FailedFindings") instanceof List<?> list) {
            for (Object each : list) {
                if (each instanceof Map<?, ?> finding && finding.get("Id") instanceof String id) {
                    failed.put(
                            id,
                            "%s: %s"
                                    .formatted(
                                            finding.get("ErrorCode"), finding.get("ErrorMessage")));
                }
            }
        }
        return failed;
    }
}
