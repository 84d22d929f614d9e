package dev.profileguard.aws.eks;

import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.aws.query.QueryException;
import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterPods;
import dev.profileguard.cluster.ClusterQuestion;
import dev.profileguard.cluster.ClusterUse;
import dev.profileguard.cluster.ClusterUses;
import dev.profileguard.cluster.Clusters;
import dev.profileguard.cluster.ManagedGroups;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Asks EKS in each region what its clusters use a role for.
///
/// A region costs one call of ListClusters, a cluster one of DescribeCluster and what [RoleUses]
/// reads. All answers are kept for some time, so that the next role costs nearly nothing.
///
/// @param regions those to ask; may fail as a call of EC2
public record EksClusters(EksCalls calls, Supplier<List<String>> regions, ParallelCalls parallel)
        implements Clusters {
    /// The permissions of its calls, apart from those of the regions.
    public static final List<String> PERMISSIONS =
            List.of(
                    "eks:ListClusters",
                    "eks:DescribeCluster",
                    "eks:ListAccessEntries",
                    "eks:DescribeAccessEntry",
                    "eks:ListNodegroups",
                    "eks:DescribeNodegroup",
                    "eks:ListFargateProfiles",
                    "eks:DescribeFargateProfile",
                    "eks:ListPodIdentityAssociations",
                    "eks:DescribeAddon");

    /// The permission to find the regions.
    public static final String REGIONS_PERMISSION = "ec2:DescribeRegions";

    /// A cluster as ListClusters has it.
    private record Named(String region, String name) {}

    /// Why clusters of a region were not read.
    private record Failure(String region, String why) {
        private static final int MOST_NAMES = 3;

        /// For people.
        String text(List<String> clusters) {
            int more = clusters.size() - MOST_NAMES;
            return "EKS in %s was not read about %s%s: %s"
                    .formatted(
                            region,
                            String.join(", ", clusters.stream().limit(MOST_NAMES).toList()),
                            more > 0 ? " and %d more".formatted(more) : "",
                            why);
        }
    }

    @Override
    public ClusterUses uses(ClusterQuestion question) {
        List<String> all;
        try {
            all = regions.get();
        } catch (QueryException e) {
            return ClusterUses.of(
                    List.of(), List.of("EKS was not read: DescribeRegions: " + e.getMessage()));
        }
        List<String> unread = new ArrayList<>();
        List<Named> clusters = clusters(all, unread);
        RoleUses reader = new RoleUses(calls, question);
        List<ParallelCalls.Answer<List<ClusterUse>>> answers =
                parallel.ask(clusters, each -> reader.in(each.region(), each.name()));
        List<ClusterUse> uses = new ArrayList<>();
        Map<Failure, List<String>> failures = new LinkedHashMap<>();
        for (int i = 0; i < clusters.size(); i++) {
            Named cluster = clusters.get(i);
            switch (answers.get(i)) {
                case ParallelCalls.Answer.Found<List<ClusterUse>>(var found) -> uses.addAll(found);
                case ParallelCalls.Answer.Failed<List<ClusterUse>>(String why) ->
                        failures.computeIfAbsent(
                                        new Failure(cluster.region(), why),
                                        none -> new ArrayList<>())
                                .add(cluster.name());
            }
        }
        failures.forEach((failure, names) -> unread.add(failure.text(names)));
        return ClusterUses.of(uses, unread);
    }

    /// The clusters of all regions that answer.
    ///
    /// @param unread gets a sentence for each other region
    private List<Named> clusters(List<String> all, List<String> unread) {
        List<ParallelCalls.Answer<List<String>>> answers =
                parallel.ask(
                        all, region -> calls.names(region, EksCalls.path("clusters"), "clusters"));
        List<Named> clusters = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            String region = all.get(i);
            switch (answers.get(i)) {
                case ParallelCalls.Answer.Found<List<String>>(var names) ->
                        names.forEach(name -> clusters.add(new Named(region, name)));
                case ParallelCalls.Answer.Failed<List<String>>(String why) ->
                        unread.add("EKS in %s was not read: %s".formatted(region, why));
            }
        }
        return clusters;
    }

    /// The same answers of EKS serve [#uses] and this.
    @Override
    public ManagedGroups groups(String region) {
        return new GroupReader(calls, parallel).in(region);
    }

    /// One call of ListPodIdentityAssociations, and one of DescribeAddon if no association gives
    /// the CNI plugin a role.
    @Override
    public ClusterPods pods(Cluster cluster) {
        try {
            return new PodRoles(calls).in(cluster);
        } catch (EksException e) {
            return ClusterPods.unread(
                    "The pods' roles of %s were not read: %s".formatted(cluster.text(), e.why()));
        }
    }
}
