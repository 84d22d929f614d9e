package dev.profileguard.sandbox.host;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.inprocess.InProcessHttp;
import dev.profileguard.sandbox.aws.query.QueryForm;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import dev.profileguard.sandbox.aws.regional.QueryApi;
import software.amazon.awssdk.http.SdkHttpClient;

/// A service with the Query protocol as a function reaches it: by the SDK's HTTP client, with the
/// permissions of the function's role, in the region of each request's signature or host.
final class FunctionQuery {
    private FunctionQuery() {}

    /// A client for the requests of this caller; it opens no connection.
    ///
    /// @param service as in endpoints and signatures, such as `ec2`
    static SdkHttpClient client(QueryApi api, String service, Origin origin) {
        SignedRegion region = new SignedRegion(service);
        return new InProcessHttp((request, body) -> {
            QueryResponse response =
                    api.respond(
                            QueryForm.parse(request.encodedQueryParameters().orElse(""), body),
                            origin.next().in(region.of(request)));
            return new InProcessHttp.Response(
                    response.status(), response.headers(), response.body());
        });
    }
}
