package dev.profileguard.sandbox.host;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Finds the region of a request: that of its signature, or else of its host.
final class SignedRegion {
    private final Pattern scope;
    private final Pattern host;

    /// @param service as in endpoints and signatures, such as `ec2`
    SignedRegion(String service) {
        scope =
                Pattern.compile(
                        "Credential=[^/]+/\\d{8}/([a-z0-9-]+)/%s/aws4_request".formatted(service));
        host =
                Pattern.compile(
                        "%s\\.([a-z0-9-]+)\\.(?:amazonaws\\.com|api\\.aws).*".formatted(service));
    }

    /// The region of a request; the stack's region if the request shows none.
    String of(SdkHttpRequest request) {
        Matcher signed = scope.matcher(request.firstMatchingHeader("Authorization").orElse(""));
        if (signed.find()) {
            return signed.group(1);
        }
        Matcher named = host.matcher(request.host());
        return named.matches() ? named.group(1) : Stack.REGION;
    }
}
