package dev.profileguard.sandbox.host;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.eks.EksRest;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.http.SdkHttpClient;

/// EKS as a function reaches it: by the SDK's HTTP client, with the permissions of the function's
/// role, in the region of each request's signature or host.
public final class FunctionEks {
    private static final SignedRegion REGION = new SignedRegion("eks");

    private FunctionEks() {}

    /// A client for the requests of this caller; it opens no connection.
    public static SdkHttpClient client(EksRest eks, Origin origin) {
        return new InProcessHttp((request, body) ->
                eks.respond(
                        request.method().name(),
                        decoded(request.encodedPath()),
                        request.encodedQueryParameters().orElse(""),
                        body,
                        origin.next().in(REGION.of(request))));
    }

    /// In a path, a plus sign stands for itself.
    private static String decoded(String path) {
        return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
