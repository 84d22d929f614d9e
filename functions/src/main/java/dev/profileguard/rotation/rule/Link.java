package dev.profileguard.rotation.rule;

import dev.profileguard.finding.ClusterCommands;
import dev.profileguard.iam.ProfileName;
import java.util.LinkedHashMap;
import java.util.Map;

/// Something outside AWS that is linked to a profile, as the request says: AWS does not show it.
///
/// See
/// https://cloud.google.com/kubernetes-engine/multi-cloud/docs/aws/how-to/update-instance-profile
public sealed interface Link {
    /// Until when GKE on AWS can be changed, as a sentence.
    ///
    /// See
    /// https://cloud.google.com/kubernetes-engine/multi-cloud/docs/aws/deprecations/deprecation-announcement
    String GKE_ENDS =
            "GKE on AWS ends on 2027-03-17: after that day, the clusters cannot be changed this"
                    + " way. Move what runs on them before";

    /// The location of Google Cloud that manages it, such as `us-west1`.
    String location();

    /// The link in words, such as `node pool np of cluster prod`.
    String described();

    /// The command that links it to another profile.
    String linkTo(ProfileName profile);

    /// As in a request.
    Map<String, String> json();

    /// The control plane of a cluster of GKE on AWS.
    record GkeCluster(String cluster, String location) implements Link {
        @Override
        public String described() {
            return "the control plane of cluster " + cluster;
        }

        @Override
        public String linkTo(ProfileName profile) {
            return ClusterCommands.linkGkeCluster(cluster, location, profile);
        }

        @Override
        public Map<String, String> json() {
            Map<String, String> json = new LinkedHashMap<>();
            json.put("gkeCluster", cluster);
            json.put("location", location);
            return json;
        }
    }

    /// A node pool of a cluster of GKE on AWS.
    record GkeNodePool(String nodePool, String cluster, String location) implements Link {
        @Override
        public String described() {
            return "node pool %s of cluster %s".formatted(nodePool, cluster);
        }

        @Override
        public String linkTo(ProfileName profile) {
            return ClusterCommands.linkGkeNodePool(nodePool, cluster, location, profile);
        }

        @Override
        public Map<String, String> json() {
            Map<String, String> json = new LinkedHashMap<>();
            json.put("gkeNodePool", nodePool);
            json.put("gkeCluster", cluster);
            json.put("location", location);
            return json;
        }
    }
}
