package dev.profileguard.compute;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What an instance, a launch template or an Auto Scaling group belongs to, as its tags say.
/// Whoever may tag it can write these tags: they decide what is *not* done by itself, never what is
/// done.
///
/// @param group the Auto Scaling group that started it, from `aws:autoscaling:groupName`, which
///   only AWS can write; null: none
/// @param cluster a Kubernetes cluster, from `eks:cluster-name` or `kubernetes.io/cluster/NAME`;
///   null: none
/// @param nodegroup a managed node group of EKS, from `eks:nodegroup-name`; null: none
/// @param gke the tags of GKE on AWS, whose keys start with `gke:multicloud:`; empty: none
/// @param manager the tool that made it, besides GKE and EKS; null: none
public record Owner(
        @Nullable String group,
        @Nullable String cluster,
        @Nullable String nodegroup,
        Map<String, String> gke,
        @Nullable Manager manager) {
    /// Belongs to nothing.
    public static final Owner NOBODY = new Owner(null, null, null, Map.of(), null);

    private static final String KUBERNETES = "kubernetes.io/cluster/";
    private static final String GKE = "gke:multicloud:";

    /// Takes a copy.
    public Owner {
        gke = Map.copyOf(gke);
    }

    /// What these tags say.
    ///
    /// See https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-tagging.html and
    /// https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html
    public static Owner of(Map<String, String> tags) {
        Map<String, String> gke = new LinkedHashMap<>();
        String cluster = tags.get("eks:cluster-name");
        for (Map.Entry<String, String> tag : tags.entrySet()) {
            if (tag.getKey().startsWith(GKE)) {
                gke.put(tag.getKey(), tag.getValue());
            } else if (cluster == null && tag.getKey().startsWith(KUBERNETES)) {
                cluster = tag.getKey().substring(KUBERNETES.length());
            }
        }
        return new Owner(
                tags.get("aws:autoscaling:groupName"),
                cluster,
                tags.get("eks:nodegroup-name"),
                gke,
                Manager.of(tags));
    }

    /// Whether GKE on AWS made it, so that only Google's tools may change it.
    public boolean isGke() {
        return !gke.isEmpty();
    }

    /// Whether EKS made it for a managed node group, so that only EKS may change it.
    public boolean isManagedByEks() {
        return nodegroup != null;
    }

    /// As JSON values: what is known.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        put(json, "autoScalingGroup", group);
        put(json, "cluster", cluster);
        put(json, "nodegroup", nodegroup);
        if (isGke()) {
            json.put("gke", gke);
        }
        if (manager != null) {
            json.put(manager.kind(), manager.name());
        }
        return json;
    }

    private static void put(Map<String, Object> json, String key, @Nullable String value) {
        if (value != null) {
            json.put(key, value);
        }
    }
}
