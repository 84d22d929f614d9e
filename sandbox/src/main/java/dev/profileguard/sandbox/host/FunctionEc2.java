package dev.profileguard.sandbox.host;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.query.Ec2Query;
import software.amazon.awssdk.http.SdkHttpClient;

/// EC2 as a function reaches it: by the SDK's HTTP client, with the permissions of the function's
/// role, in the region of each request's signature or host.
public final class FunctionEc2 {
    private FunctionEc2() {}

    /// A client for the requests of this caller; it opens no connection.
    public static SdkHttpClient client(Ec2Query ec2, Origin origin) {
        return FunctionQuery.client(ec2, "ec2", origin);
    }
}
