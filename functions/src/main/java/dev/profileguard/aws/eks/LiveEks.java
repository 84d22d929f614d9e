package dev.profileguard.aws.eks;

import dev.profileguard.aws.query.FunctionCredentials;
import dev.profileguard.aws.query.LiveCalls;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.cluster.Clusters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// EKS on AWS, with the function's own role.
public final class LiveEks {
    /// How long one attempt of a call may take. EKS answers these calls within a second.
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private static final Duration READ = Duration.ofSeconds(3);

    /// AWS throttles each API of an account in a region.
    private static final int MOST_AT_ONCE = 10;

    private LiveEks() {}

    /// The clusters, with the credentials of the function.
    ///
    /// @param environment the environment variables of the function
    /// @param regions those to ask
    public static Clusters clusters(
            Map<String, String> environment,
            Supplier<List<String>> regions,
            Clusters.Patience patience) {
        return new EksClusters(
                calls(environment, patience.kept()),
                regions,
                ParallelCalls.atOnce(MOST_AT_ONCE, patience.most()));
    }

    /// The calls of EKS, with the credentials of the function.
    ///
    /// @param environment the environment variables of the function
    /// @param kept how long an answer is used again
    public static EksCalls calls(Map<String, String> environment, Duration kept) {
        EksApi api =
                new EksApi(
                        LiveCalls.http(CONNECT, READ),
                        FunctionCredentials.live(),
                        region -> LiveCalls.endpoint("eks", environment, region));
        return new EksCalls(
                api,
                new KeptAnswers(InstantSource.system(), kept),
                LiveCalls.sleep(() -> new EksException("Interrupted", 400, LiveCalls.NO_ANSWER)));
    }
}
