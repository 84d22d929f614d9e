package dev.profileguard.sandbox.host;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.sts.StsQuery;
import software.amazon.awssdk.http.SdkHttpClient;

/// STS as a function reaches it: by the SDK's HTTP client, with the permissions of the function's
/// role, in the region of each request's signature or host.
public final class FunctionSts {
    private FunctionSts() {}

    /// A client for the requests of this caller; it opens no connection.
    public static SdkHttpClient client(StsQuery sts, Origin origin) {
        return FunctionQuery.client(sts, "sts", origin);
    }
}
