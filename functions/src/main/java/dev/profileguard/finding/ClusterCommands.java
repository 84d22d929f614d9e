package dev.profileguard.finding;

import dev.profileguard.cluster.Cluster;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.text.JsonText;
import dev.profileguard.text.ShellCommand;
import java.util.List;

/// The commands about clusters of EKS that findings recommend.
public final class ClusterCommands {
    private ClusterCommands() {}

    /// Deletes an access entry.
    ///
    /// @param arn the role in it
    public static String deleteAccessEntry(Cluster cluster, String arn) {
        return entry("aws eks delete-access-entry", cluster, arn).text();
    }

    /// Makes an access entry.
    ///
    /// @param arn the role in it
    /// @param type as EKS spells it, such as `EC2_LINUX`
    public static String createAccessEntry(Cluster cluster, String arn, String type) {
        return entry("aws eks create-access-entry", cluster, arn).option("--type", type).text();
    }

    /// Lets Karpenter start instances with a profile.
    ///
    /// @param nodeClass its name in the cluster
    public static String setProfile(String nodeClass, ProfileName profile) {
        return ShellCommand.of("kubectl patch ec2nodeclass")
                .option("--type", "merge")
                .option(
                        "--patch",
                        "{\"spec\":{\"instanceProfile\":%s}}"
                                .formatted(JsonText.string(profile.value())))
                .operand(nodeClass)
                .text();
    }

    /// Shows an access entry with its access policies, deletes it, and makes it again.
    ///
    /// @param arn the role in it
    /// @param type as EKS spells it, such as `EC2_LINUX`
    public static List<String> remakeAccessEntry(Cluster cluster, String arn, String type) {
        return List.of(
                showAccessEntry(cluster.region(), cluster.name(), arn),
                listAccessPolicies(cluster.region(), cluster.name(), arn),
                deleteAccessEntry(cluster, arn),
                createAccessEntry(cluster, arn, type));
    }

    private static ShellCommand entry(String command, Cluster cluster, String arn) {
        return entry(command, cluster.region(), cluster.name(), arn);
    }

    /// Lets a role's nodes join a cluster.
    ///
    /// @param cluster its name
    /// @param arn of the role
    public static String letNodesJoin(String region, String cluster, String arn) {
        return entry("aws eks create-access-entry", region, cluster, arn)
                .option("--type", "EC2_LINUX")
                .text();
    }

    /// Shows an access entry.
    ///
    /// @param cluster its name
    /// @param arn the role in it
    public static String showAccessEntry(String region, String cluster, String arn) {
        return entry("aws eks describe-access-entry", region, cluster, arn).text();
    }

    /// Lists the access policies of an access entry.
    ///
    /// @param cluster its name
    /// @param arn the role in the entry
    public static String listAccessPolicies(String region, String cluster, String arn) {
        return entry("aws eks list-associated-access-policies", region, cluster, arn).text();
    }

    private static ShellCommand entry(String command, String region, String cluster, String arn) {
        return ShellCommand.of(command)
                .option("--cluster-name", cluster)
                .option("--principal-arn", arn)
                .option("--region", region);
    }

    /// Lists which service accounts of a cluster get a role by EKS Pod Identity.
    public static String listPodIdentities(Cluster cluster) {
        return ShellCommand.of("aws eks list-pod-identity-associations")
                .option("--cluster-name", cluster.name())
                .option("--region", cluster.region())
                .text();
    }

    /// Links the control plane of a cluster of GKE on AWS to a profile.
    ///
    /// See https://cloud.google.com/sdk/gcloud/reference/container/aws/clusters/update
    ///
    /// @param location of Google Cloud, such as `us-west1`
    public static String linkGkeCluster(String cluster, String location, ProfileName profile) {
        return ShellCommand.of("gcloud container aws clusters update")
                .operand(cluster)
                .joined("--location", location)
                .joined("--iam-instance-profile", profile.value())
                .text();
    }

    /// Links a node pool of a cluster of GKE on AWS to a profile.
    ///
    /// See https://cloud.google.com/sdk/gcloud/reference/container/aws/node-pools/update
    ///
    /// @param location of Google Cloud, such as `us-west1`
    public static String linkGkeNodePool(
            String nodePool, String cluster, String location, ProfileName profile) {
        return ShellCommand.of("gcloud container aws node-pools update")
                .operand(nodePool)
                .joined("--cluster", cluster)
                .joined("--location", location)
                .joined("--iam-instance-profile", profile.value())
                .text();
    }
}
