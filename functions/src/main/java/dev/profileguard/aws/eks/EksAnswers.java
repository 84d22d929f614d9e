package dev.profileguard.aws.eks;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.cluster.ClusterUse;
import dev.profileguard.cluster.ManagedGroup;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads values from the answers of EKS. A field that is missing or of another type is unknown.
///
/// See https://docs.aws.amazon.com/eks/latest/APIReference/API_Types.html
final class EksAnswers {
    private static final double MILLIS = 1000;

    /// The year 9999, in milliseconds.
    private static final double LATEST = 253_402_300_799_000.0;

    private EksAnswers() {}

    /// The object of this name in an answer.
    ///
    /// @throws EksException if it lacks it
    static Map<?, ?> object(Map<?, ?> answer, String name) {
        if (answer.get(name) instanceof Map<?, ?> object) {
            return object;
        }
        throw EksException.unreadable("the response lacks " + name);
    }

    /// The cluster in an answer.
    ///
    /// @param name as ListClusters has it
    /// @throws EksException if there is none
    static Cluster cluster(String region, String name, Map<?, ?> answer) {
        Map<?, ?> json = object(answer, "cluster");
        Map<?, ?> compute = part(json, "computeConfig");
        return new Cluster(
                region,
                name,
                switch (text(part(json, "kubernetesNetworkConfig"), "ipFamily")) {
                    case "ipv4" -> Cluster.Family.IPV4;
                    case "ipv6" -> Cluster.Family.IPV6;
                    default -> Cluster.Family.UNKNOWN;
                },
                switch (text(part(json, "accessConfig"), "authenticationMode")) {
                    case "API" -> Cluster.Access.ENTRIES;
                    case "API_AND_CONFIG_MAP" -> Cluster.Access.BOTH;
                    default -> Cluster.Access.CONFIG_MAP;
                },
                text(json, "roleArn"),
                Boolean.TRUE.equals(compute.get("enabled")) ? text(compute, "nodeRoleArn") : "");
    }

    /// An access entry.
    static ClusterUse.Entry entry(Cluster cluster, Map<?, ?> json) {
        return new ClusterUse.Entry(
                cluster,
                text(json, "type"),
                text(json, "principalArn"),
                time(json, "createdAt"),
                time(json, "modifiedAt"));
    }

    /// A node group.
    static ClusterUse.NodeGroup group(Cluster cluster, String name, Map<?, ?> json) {
        return new ClusterUse.NodeGroup(cluster, name, time(json, "createdAt"));
    }

    /// A node group with what its instances run on.
    static ManagedGroup managed(String region, String cluster, String name, Map<?, ?> json) {
        Map<?, ?> template = part(json, "launchTemplate");
        Object groups = part(json, "resources").get("autoScalingGroups");
        return new ManagedGroup(
                region,
                cluster,
                name,
                text(json, "status"),
                text(json, "nodeRole"),
                template.isEmpty()
                        ? null
                        : new ManagedGroup.Template(
                                text(template, "id"),
                                text(template, "name"),
                                text(template, "version")),
                (groups instanceof List<?> list ? list : List.of())
                        .stream()
                                .filter(Map.class::isInstance)
                                .map(group -> text((Map<?, ?>) group, "name"))
                                .filter(group -> !group.isEmpty())
                                .toList());
    }

    /// An object; empty: there is none.
    private static Map<?, ?> part(Map<?, ?> json, String name) {
        return json.get(name) instanceof Map<?, ?> part ? part : Map.of();
    }

    /// A text; empty: there is none.
    static String text(Map<?, ?> json, String name) {
        return json.get(name) instanceof String text ? text : "";
    }

    /// EKS writes a time as the seconds since 1970.
    private static @Nullable Instant time(Map<?, ?> json, String name) {
        if (!(json.get(name) instanceof Number number)) {
            return null;
        }
        double millis = number.doubleValue() * MILLIS;
        return millis >= 0 && millis <= LATEST ? Instant.ofEpochMilli((long) millis) : null;
    }
}
