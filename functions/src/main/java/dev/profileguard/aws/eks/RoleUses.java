package dev.profileguard.aws.eks;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterQuestion;
import dev.profileguard.cluster.ClusterUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
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
        ClusterUse.Entry entry =
                cluster.access().hasEntries() ? unlessGone(() -> entry(cluster)) : null;
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
        String arn = first(cluster, "access-entries", "accessEntries", question::isAbout);
        return arn == null ? null : EksAnswers.entry(cluster, one(cluster, "access-entries", arn));
    }

    private @Nullable ClusterUse group(Cluster cluster) {
        String group =
                first(
                        cluster,
                        "node-groups",
                        "nodegroups",
                        name -> has(cluster, "node-groups", name, "nodegroup", "nodeRole"));
        return group == null
                ? null
                : unlessGone(
                        () -> EksAnswers.group(cluster, group, one(cluster, "node-groups", group)));
    }

    private @Nullable ClusterUse fargate(Cluster cluster) {
        String kind = "fargate-profiles";
        String profile =
                first(
                        cluster,
                        kind,
                        "fargateProfileNames",
                        name -> has(cluster, kind, name, "fargateProfile", "podExecutionRoleArn"));
        return profile == null ? null : new ClusterUse.Fargate(cluster, profile);
    }

    /// The first name in a list that is the one; null: none is, or the cluster is gone.
    private @Nullable String first(
            Cluster cluster, String kind, String list, Predicate<String> isIt) {
        return unlessGone(() ->
                calls
                        .names(
                                cluster.region(),
                                EksCalls.path(CLUSTERS, cluster.name(), kind),
                                list)
                        .stream()
                        .filter(isIt)
                        .findFirst()
                        .orElse(null));
    }

    /// Whether a part of a cluster has the role; false: it is gone.
    private boolean has(Cluster cluster, String kind, String name, String object, String field) {
        String arn =
                unlessGone(() ->
                        EksAnswers.text(
                                EksAnswers.object(one(cluster, kind, name), object), field));
        return arn != null && question.isAbout(arn);
    }

    private Map<String, Object> one(Cluster cluster, String kind, String name) {
        return calls.one(cluster.region(), EksCalls.path(CLUSTERS, cluster.name(), kind, name));
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
