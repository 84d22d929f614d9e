package dev.profileguard.sandbox.host;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.query.QueryForm;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import dev.profileguard.sandbox.aws.sts.StsQuery;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/// STS as a function reaches it: by the SDK's HTTP client, with the permissions of the function's
/// role, in the region of each request's signature or the stack's.
public final class FunctionSts {
    private static final Pattern SCOPE =
            Pattern.compile("Credential=[^/]+/\\d{8}/([a-z0-9-]+)/sts/aws4_request");

    private FunctionSts() {}

    /// A client for the requests of this caller; it opens no connection.
    public static SdkHttpClient client(StsQuery sts, Origin origin) {
        return new InProcessHttp((request, body) -> {
            QueryResponse response =
                    sts.respond(
                            QueryForm.parse(request.encodedQueryParameters().orElse(""), body),
                            origin.next().in(region(request)));
            return new InProcessHttp.Response(
                    response.status(), response.headers(), response.body());
        });
    }

    private static String region(SdkHttpRequest request) {
        Matcher scope = SCOPE.matcher(request.firstMatchingHeader("Authorization").orElse(""));
        return scope.find() ? scope.group(1) : Stack.REGION;
    }
}
