package dev.profileguard.aws.eks;

import dev.profileguard.aws.query.ParallelCalls;
import dev.profileguard.cluster.ManagedGroup;
import dev.profileguard.cluster.ManagedGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads the managed node groups of a region: one call of ListClusters, one of ListNodegroups for
/// each cluster, and one of DescribeNodegroup for each of the first 500 groups.
record GroupReader(EksCalls calls, ParallelCalls parallel) {
    private static final int MOST = 500;
    private static final String CLUSTERS = "clusters";
    private static final String GROUPS = "node-groups";

    /// A node group as ListNodegroups has it.
    private record Named(String cluster, String name) {}

    ManagedGroups in(String region) {
        List<String> unread = new ArrayList<>();
        List<Named> named = named(region, unread);
        List<Named> first = named.subList(0, Math.min(MOST, named.size()));
        if (named.size() > MOST) {
            unread.add(
                    "EKS in %s has %d managed node groups: only the first %d were read"
                            .formatted(region, named.size(), MOST));
        }
        List<ManagedGroup> groups = new ArrayList<>();
        List<ParallelCalls.Answer<List<ManagedGroup>>> answers =
                parallel.ask(first, each -> group(region, each));
        for (int i = 0; i < first.size(); i++) {
            switch (answers.get(i)) {
                case ParallelCalls.Answer.Found<List<ManagedGroup>>(var found) ->
                        groups.addAll(found);
                case ParallelCalls.Answer.Failed<List<ManagedGroup>>(String why) ->
                        unread.add(
                                "EKS in %s was not read about node group %s of cluster %s: %s"
                                        .formatted(
                                                region,
                                                first.get(i).name(),
                                                first.get(i).cluster(),
                                                why));
            }
        }
        return new ManagedGroups(true, groups, unread);
    }

    /// The names of the groups in all clusters that answer.
    ///
    /// @param unread gets a sentence for each other cluster
    private List<Named> named(String region, List<String> unread) {
        List<String> clusters;
        try {
            clusters = calls.names(region, EksCalls.path(CLUSTERS), CLUSTERS);
        } catch (EksException e) {
            unread.add("EKS in %s was not read: %s".formatted(region, e.why()));
            return List.of();
        }
        List<Named> named = new ArrayList<>();
        List<ParallelCalls.Answer<List<String>>> answers =
                parallel.ask(clusters, cluster -> names(region, cluster));
        for (int i = 0; i < clusters.size(); i++) {
            String cluster = clusters.get(i);
            switch (answers.get(i)) {
                case ParallelCalls.Answer.Found<List<String>>(var names) ->
                        names.forEach(name -> named.add(new Named(cluster, name)));
                case ParallelCalls.Answer.Failed<List<String>>(String why) ->
                        unread.add(
                                "EKS in %s was not read about %s: %s"
                                        .formatted(region, cluster, why));
            }
        }
        return named;
    }

    /// Empty also if the cluster was deleted meanwhile.
    private List<String> names(String region, String cluster) {
        try {
            return calls.names(region, EksCalls.path(CLUSTERS, cluster, GROUPS), "nodegroups");
        } catch (EksException e) {
            if (e.isNotFound()) {
                return List.of();
            }
            throw e;
        }
    }

    /// Empty: it was deleted meanwhile.
    private List<ManagedGroup> group(String region, Named each) {
        try {
            Map<String, Object> answer =
                    calls.one(region, EksCalls.path(CLUSTERS, each.cluster(), GROUPS, each.name()));
            return List.of(
                    EksAnswers.managed(
                            region,
                            each.cluster(),
                            each.name(),
                            EksAnswers.object(answer, "nodegroup")));
        } catch (EksException e) {
            if (e.isNotFound()) {
                return List.of();
            }
            throw e;
        }
    }
}
