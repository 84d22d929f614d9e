package dev.profileguard.sandbox.host;

import dev.profileguard.aws.eks.EksApi;
import dev.profileguard.aws.eks.EksCalls;
import dev.profileguard.aws.eks.EksClusters;
import dev.profileguard.aws.eks.KeptAnswers;
import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.cluster.Clusters;
import dev.profileguard.reconcile.Backoff;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.eks.EksRest;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Finds out for the functions what the clusters of the sandbox use a role for.
public final class FunctionClusters {
    private final EksRest eks;
    private final FunctionProfileUsers ec2;
    private final Backoff backoff;
    private final InstantSource clock;
    private final Map<Asker, Clusters> known = new ConcurrentHashMap<>();

    private record Asker(String function, List<String> regions) {}

    /// @param eks answers the functions
    /// @param ec2 finds the regions
    /// @param backoff waits before a call is repeated
    public FunctionClusters(
            EksRest eks, FunctionProfileUsers ec2, Backoff backoff, InstantSource clock) {
        this.eks = eks;
        this.ec2 = ec2;
        this.backoff = backoff;
        this.clock = clock;
    }

    /// What a function gets, the same for each invocation.
    ///
    /// @param regions those to ask; empty: all that are enabled
    public Clusters of(
            FunctionIdentity identity, List<String> regions, Clusters.Patience patience) {
        return known.computeIfAbsent(
                new Asker(identity.function().logicalId(), List.copyOf(regions)),
                asker -> clusters(identity, ec2.regions(identity, asker.regions()), patience));
    }

    private Clusters clusters(
            FunctionIdentity identity, Supplier<List<String>> regions, Clusters.Patience patience) {
        EksApi api =
                new EksApi(
                        FunctionEks.client(
                                eks,
                                new Origin(
                                        identity.role(),
                                        FunctionPlatform.USER_AGENT,
                                        FunctionPlatform.ADDRESS)),
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("ASIASANDBOX", "sandbox")),
                        region -> URI.create("https://eks.%s.amazonaws.com".formatted(region)));
        return new EksClusters(
                new EksCalls(api, new KeptAnswers(clock, patience.kept()), backoff::await),
                regions,
                ParallelCalls.inTurn());
    }
}
