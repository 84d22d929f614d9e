package dev.profileguard.aws.eks;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterQuestion;
import dev.profileguard.cluster.ClusterUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Reads what one cluster uses a role for, by the fewest calls:
/// - A cluster with access entries costs one call of ListAccessEntries, which is the same for all
///   roles, and one of DescribeAccessEntry if the role has an entry.
/// - The node groups are read one after the other, until one has the role; only where the ConfigMap
///   `aws-auth` may let a role in that has no entry, or if the question is about them.
/// - The Fargate profiles are read like the node groups, only if the question is about them.
record RoleUses(EksCalls calls, ClusterQuestion question) {
    private static final String CLUSTERS = "clusters";

    /// @return also empty: the cluster was deleted meanwhile
    /// @throws EksException if EKS does not answer
    List<ClusterUse> in(String region, String name) {
        Cluster cluster = unlessGone(() -> cluster(region, name));
        List<ClusterUse> uses = new ArrayList<>();
        if (cluster == null) {
            return uses;
        }
        if (question.isAbout(cluster.roleArn())) {
            uses.add(new ClusterUse.ControlPlane(cluster));
        }
        if (question.isAbout(cluster.autoModeRoleArn())) {
            uses.add(new ClusterUse.AutoMode(cluster));
        }
        ClusterUse.Entry entry = cluster.access().hasEntries() ? entry(cluster) : null;
        if (entry != null) {
            uses.add(entry);
        }
        boolean isElsewhere =
                cluster.access().hasConfigMap()
                        && (entry == null || !(entry.isOfNodes() || entry.isOfFargate()));
        addNotNull(uses, question.nodeGroups() || isElsewhere ? group(cluster) : null);
        addNotNull(uses, question.fargate() && isElsewhere ? fargate(cluster) : null);
        return uses;
    }

    private static void addNotNull(List<ClusterUse> uses, @Nullable ClusterUse use) {
        if (use != null) {
            uses.add(use);
        }
    }

    private Cluster cluster(String region, String name) {
        return EksAnswers.cluster(region, name, calls.one(region, EksCalls.path(CLUSTERS, name)));
    }

    private ClusterUse.@Nullable Entry entry(Cluster cluster) {
        String kind = "access-entries";
        return first(
                cluster,
                kind,
                "accessEntries",
                arn ->
                        question.isAbout(arn)
                                ? EksAnswers.entry(cluster, part(cluster, kind, arn, "accessEntry"))
                                : null);
    }

    private @Nullable ClusterUse group(Cluster cluster) {
        return first(
                cluster,
                "node-groups",
                "nodegroups",
                name -> {
                    Map<?, ?> group = part(cluster, "node-groups", name, "nodegroup");
                    return has(group, "nodeRole") ? EksAnswers.group(cluster, name, group) : null;
                });
    }

    private @Nullable ClusterUse fargate(Cluster cluster) {
        String kind = "fargate-profiles";
        return first(
                cluster,
                kind,
                "fargateProfileNames",
                name ->
                        has(part(cluster, kind, name, "fargateProfile"), "podExecutionRoleArn")
                                ? new ClusterUse.Fargate(cluster, name)
                                : null);
    }

    private boolean has(Map<?, ?> part, String field) {
        return question.isAbout(EksAnswers.text(part, field));
    }

    /// What is read for the names in a list, up to the first one for which it is something; null:
    /// it is for none, or the cluster is gone. A part that is gone is left out.
    private <T> @Nullable T first(
            Cluster cluster, String kind, String list, Function<String, @Nullable T> read) {
        List<String> names =
                unlessGone(() ->
                        calls.names(
                                cluster.region(),
                                EksCalls.path(CLUSTERS, cluster.name(), kind),
                                list));
        for (String name : names == null ? List.<String>of() : names) {
            T found = unlessGone(() -> read.apply(name));
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /// The object of this name in the answer about a part of a cluster.
    private Map<?, ?> part(Cluster cluster, String kind, String name, String object) {
        return EksAnswers.object(
                calls.one(cluster.region(), EksCalls.path(CLUSTERS, cluster.name(), kind, name)),
                object);
    }

    private static <T> @Nullable T unlessGone(Supplier<? extends @Nullable T> read) {
        try {
            return read.get();
        } catch (EksException e) {
            if (e.isNotFound()) {
                return null;
            }
            throw e;
        }
    }
}
