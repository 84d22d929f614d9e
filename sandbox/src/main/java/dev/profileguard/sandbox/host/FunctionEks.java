package dev.profileguard.sandbox.host;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.eks.EksRest;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/// EKS as a function reaches it: by the SDK's HTTP client, with the permissions of the function's
/// role, in the region of each request's signature or host.
public final class FunctionEks {
    private static final Pattern SCOPE =
            Pattern.compile("Credential=[^/]+/\\d{8}/([a-z0-9-]+)/eks/aws4_request");
    private static final Pattern HOST =
            Pattern.compile("eks\\.([a-z0-9-]+)\\.(?:amazonaws\\.com|api\\.aws).*");

    private FunctionEks() {}

    /// A client for the requests of this caller; it opens no connection.
    public static SdkHttpClient client(EksRest eks, Origin origin) {
        return new InProcessHttp((request, body) ->
                eks.respond(
                        request.method().name(),
                        decoded(request.encodedPath()),
                        request.encodedQueryParameters().orElse(""),
                        body,
                        origin.next().in(region(request))));
    }

    /// In a path, a plus sign stands for itself.
    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static String region(SdkHttpRequest request) {
        Matcher scope = SCOPE.matcher(request.firstMatchingHeader("Authorization").orElse(""));
        if (scope.find()) {
            return scope.group(1);
        }
        Matcher host = HOST.matcher(request.host());
        return host.matches() ? host.group(1) : Stack.REGION;
    }
}
