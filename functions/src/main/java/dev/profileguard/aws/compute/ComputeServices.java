package dev.profileguard.aws.compute;

import dev.profileguard.aws.eks.EksApi;
import dev.profileguard.aws.eks.EksCalls;
import dev.profileguard.aws.query.CountedHttp;
import dev.profileguard.aws.query.QueryApi;
import dev.profileguard.aws.query.QueryCalls;
import java.util.concurrent.atomic.AtomicInteger;

/// The services that are asked.
public record ComputeServices(QueryCalls ec2, QueryCalls autoScaling, EksCalls eks) {
    /// The same services, with their requests counted.
    ///
    /// @param count of the requests so far, with those that repeat another one
    ComputeServices counted(AtomicInteger count) {
        EksApi api = eks.api();
        return new ComputeServices(
                counted(ec2, count),
                counted(autoScaling, count),
                new EksCalls(
                        new EksApi(
                                new CountedHttp(api.http(), count),
                                api.credentials(),
                                api.endpoint()),
                        eks.kept(),
                        eks.await()));
    }

    private static QueryCalls counted(QueryCalls calls, AtomicInteger count) {
        QueryApi api = calls.api();
        return new QueryCalls(
                new QueryApi(
                        api.service(),
                        new CountedHttp(api.http(), count),
                        api.credentials(),
                        api.endpoint()),
                calls.await());
    }
}
