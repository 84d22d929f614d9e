package dev.profileguard.sandbox.http.message;

import dev.profileguard.sandbox.aws.query.QueryForm;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The access key, the region and the service in a [Signature Version
/// 4](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html). The signature itself
/// is not checked: the sandbox has no secret keys.
///
/// @param region such as `us-east-1`
/// @param service such as `iam`
public record Signature(String accessKeyId, String region, String service) {
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";
    private static final Pattern CREDENTIAL =
            Pattern.compile("([^/\\s]+)/\\d{8}/([^/]+)/([^/]+)/aws4_request");

    /// The signature of a request, from its header or its query; null: the request is not signed.
    public static @Nullable Signature of(String authorization, String query) {
        Matcher matcher = CREDENTIAL.matcher(authorization);
        if (authorization.startsWith("AWS4-") && matcher.find()) {
            String keyId = matcher.group(1);
            return new Signature(
                    keyId.substring(keyId.indexOf('=') + 1), matcher.group(2), matcher.group(3));
        }
        return query.contains("X-Amz-Credential=") ? presigned(query) : null;
    }

    /// Throws AWS's error for a header with the algorithm but without a readable credential.
    ///
    /// @throws Refusal `IncompleteSignature`, unless the header does not start with the algorithm
    public static void requireComplete(String authorization) {
        if (authorization.startsWith(ALGORITHM)) {
            throw new Refusal(400, "IncompleteSignature", complaint(authorization));
        }
    }

    private static String complaint(String authorization) {
        Map<String, String> parts = new TreeMap<>();
        for (String part : authorization.substring(ALGORITHM.length()).split(",", -1)) {
            String[] pair = part.strip().split("=", 2);
            if (pair.length < 2 && !pair[0].isEmpty()) {
                return ("'%s' not a valid key=value pair (missing equal-sign) in Authorization"
                                + " header: '%s'.")
                        .formatted(pair[0], authorization);
            }
            parts.put(pair[0], pair[pair.length - 1]);
        }
        String credential = parts.get("Credential");
        return credential == null
                ? "Authorization header requires 'Credential' parameter. Authorization="
                        + authorization
                : "Credential must have exactly 5 slash-delimited elements, e.g."
                        + " keyid/date/region/service/term, got '%s'".formatted(credential);
    }

    private static @Nullable Signature presigned(String query) {
        try {
            String credential =
                    QueryForm.parse(query).getOrDefault("X-Amz-Credential", List.of("")).getFirst();
            Matcher matcher = CREDENTIAL.matcher(credential);
            return matcher.matches()
                    ? new Signature(matcher.group(1), matcher.group(2), matcher.group(3))
                    : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
