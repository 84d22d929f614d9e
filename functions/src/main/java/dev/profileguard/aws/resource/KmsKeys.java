package dev.profileguard.aws.resource;

import dev.profileguard.event.Json;
import dev.profileguard.resource.PolicyResource;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/// The keys of KMS and their policies, by its [JSON
/// protocol](https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).
///
/// @param endpoint the endpoint in a region
public record KmsKeys(SignedCalls calls, Function<String, URI> endpoint) implements PolicySource {
    private static final int PAGE = 100;

    /// A key has no other policy.
    ///
    /// See https://docs.aws.amazon.com/kms/latest/APIReference/API_GetKeyPolicy.html
    private static final String ONLY_POLICY = "default";

    /// See https://docs.aws.amazon.com/kms/latest/APIReference/API_ListKeys.html
    @Override
    public Page page(String region, String after) {
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("Limit", PAGE);
        if (!after.isEmpty()) {
            input.put("Marker", after);
        }
        Map<String, Object> output = call(region, listing(), input);
        if (!(output.get("Keys") instanceof List<?> keys)) {
            throw new ResourceException("Unreadable", 200, "the response lacks the list Keys");
        }
        List<PolicyResource> resources = new ArrayList<>();
        for (Object each : keys) {
            if (each instanceof Map<?, ?> key && key.get("KeyId") instanceof String id) {
                resources.add(new PolicyResource.Key(region, id));
            }
        }
        boolean hasMore = Boolean.TRUE.equals(output.get("Truncated"));
        return new Page(
                resources,
                hasMore && output.get("NextMarker") instanceof String marker ? marker : "");
    }

    @Override
    public @Nullable String policy(PolicyResource resource) {
        if (!(resource instanceof PolicyResource.Key(String region, String id))) {
            throw new IllegalArgumentException(resource + " is no key");
        }
        Map<String, Object> input = new LinkedHashMap<>();
        input.put("KeyId", id);
        input.put("PolicyName", ONLY_POLICY);
        try {
            Map<String, Object> output = call(region, reading(), input);
            return output.get("Policy") instanceof String policy ? policy : null;
        } catch (ResourceException e) {
            if (e.code().equals("NotFoundException")) {
                return null;
            }
            throw e;
        }
    }

    @Override
    public String listing() {
        return "ListKeys";
    }

    @Override
    public String reading() {
        return "GetKeyPolicy";
    }

    private Map<String, Object> call(String region, String operation, Map<String, Object> input) {
        byte[] body = Json.text(input).getBytes(StandardCharsets.UTF_8);
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(endpoint.apply(region))
                        .encodedPath("/")
                        .putHeader("Content-Type", "application/x-amz-json-1.1")
                        .putHeader("X-Amz-Target", "TrentService." + operation)
                        .build();
        return calls.repeated(attempt -> attempt.send("kms", region, request, body).json11());
    }
}
