package dev.profileguard.sandbox.server;

import dev.profileguard.sandbox.query.QueryForm;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What [Signature Version 4](https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html)
/// tells of a request. The signature itself is not checked: the sandbox knows no secrets.
///
/// @param service such as `iam`
record Signature(String accessKeyId, String service) {
    private static final Pattern CREDENTIAL =
            Pattern.compile("([^/\\s]+)/\\d{8}/[^/]+/([^/]+)/aws4_request");

    static @Nullable Signature of(String authorization, String query) {
        Matcher matcher = CREDENTIAL.matcher(authorization);
        if (authorization.startsWith("AWS4-") && matcher.find()) {
            String keyId = matcher.group(1);
            return new Signature(keyId.substring(keyId.indexOf('=') + 1), matcher.group(2));
        }
        return query.contains("X-Amz-Credential=") ? presigned(query) : null;
    }

    private static @Nullable Signature presigned(String query) {
        try {
            String credential =
                    QueryForm.parse(query).getOrDefault("X-Amz-Credential", List.of("")).getFirst();
            Matcher matcher = CREDENTIAL.matcher(credential);
            return matcher.matches() ? new Signature(matcher.group(1), matcher.group(2)) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
