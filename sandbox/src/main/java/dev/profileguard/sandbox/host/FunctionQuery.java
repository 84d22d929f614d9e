package dev.profileguard.sandbox.host;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.query.QueryForm;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import dev.profileguard.sandbox.aws.regional.QueryApi;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/// A service with the Query protocol as a function reaches it: by the SDK's HTTP client, with the
/// permissions of the function's role, in the region of each request's signature or host.
final class FunctionQuery {
    private final Pattern scope;
    private final Pattern host;

    private FunctionQuery(String service) {
        scope =
                Pattern.compile(
                        "Credential=[^/]+/\\d{8}/([a-z0-9-]+)/%s/aws4_request".formatted(service));
        host =
                Pattern.compile(
                        "%s\\.([a-z0-9-]+)\\.(?:amazonaws\\.com|api\\.aws).*".formatted(service));
    }

    /// A client for the requests of this caller; it opens no connection.
    ///
    /// @param service as in endpoints and signatures, such as `ec2`
    static SdkHttpClient client(QueryApi api, String service, Origin origin) {
        FunctionQuery requests = new FunctionQuery(service);
        return new InProcessHttp((request, body) -> {
            QueryResponse response =
                    api.respond(
                            QueryForm.parse(request.encodedQueryParameters().orElse(""), body),
                            origin.next().in(requests.region(request)));
            return new InProcessHttp.Response(
                    response.status(), response.headers(), response.body());
        });
    }

    private String region(SdkHttpRequest request) {
        Matcher signed = scope.matcher(request.firstMatchingHeader("Authorization").orElse(""));
        if (signed.find()) {
            return signed.group(1);
        }
        Matcher named = host.matcher(request.host());
        return named.matches() ? named.group(1) : Stack.REGION;
    }
}
