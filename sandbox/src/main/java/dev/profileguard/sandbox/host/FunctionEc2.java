package dev.profileguard.sandbox.host;

import dev.profileguard.sandbox.aws.cloudformation.Stack;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.query.Ec2Query;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.query.QueryForm;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

/// EC2 as a function reaches it: by the SDK's HTTP client, with the permissions of the function's
/// role, in the region of each request's signature or host.
public final class FunctionEc2 {
    private static final Pattern SCOPE =
            Pattern.compile("Credential=[^/]+/\\d{8}/([a-z0-9-]+)/ec2/aws4_request");
    private static final Pattern HOST =
            Pattern.compile("ec2\\.([a-z0-9-]+)\\.(?:amazonaws\\.com|api\\.aws).*");

    private FunctionEc2() {}

    /// A client for the requests of this caller; it opens no connection.
    public static SdkHttpClient client(Ec2Query ec2, Origin origin) {
        return new InProcessHttp((request, body) -> {
            QueryResponse response =
                    ec2.respond(
                            QueryForm.parse(request.encodedQueryParameters().orElse(""), body),
                            origin.next().in(region(request)));
            return new InProcessHttp.Response(
                    response.status(), response.headers(), response.body());
        });
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
