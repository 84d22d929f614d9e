package dev.profileguard.noderole.rule;

import dev.profileguard.iam.policy.AccessRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Actions that nodes need for one purpose.
///
/// See https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
enum NodeNeed {
    /// To join the cluster: what AmazonEKSWorkerNodePolicy allows, without Pod Identity.
    ///
    /// See
    /// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKSWorkerNodePolicy.html
    JOIN(
            Map.ofEntries(
                    Map.entry("ec2:DescribeInstances", "*"),
                    Map.entry("ec2:DescribeInstanceTypes", "*"),
                    Map.entry("ec2:DescribeRouteTables", "*"),
                    Map.entry("ec2:DescribeSecurityGroups", "*"),
                    Map.entry("ec2:DescribeSubnets", "*"),
                    Map.entry("ec2:DescribeVolumes", "*"),
                    Map.entry("ec2:DescribeVolumesModifications", "*"),
                    Map.entry("ec2:DescribeVpcs", "*"),
                    Map.entry("eks:DescribeCluster", Resources.CLUSTER))),
    /// To pull images: what both AmazonEC2ContainerRegistryPullOnly and
    /// AmazonEC2ContainerRegistryReadOnly allow. EKS's own images are in accounts of AWS.
    ///
    /// See
    /// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEC2ContainerRegistryPullOnly.html
    PULL_IMAGES(
            Map.of(
                    "ecr:GetAuthorizationToken", "*",
                    "ecr:BatchGetImage", Resources.REPOSITORY,
                    "ecr:GetDownloadUrlForLayer", Resources.REPOSITORY)),
    /// To give pods roles by Pod Identity.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
    POD_IDENTITY(Map.of("eks-auth:AssumeRoleForPodIdentity", Resources.CLUSTER)),
    /// To give pods IPv4 addresses: what only the CNI plugin needs.
    ///
    /// See
    /// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKS_CNI_Policy.html
    ASSIGN_IPV4(
            Map.of(
                    "ec2:AssignPrivateIpAddresses", Resources.INTERFACE,
                    "ec2:CreateNetworkInterface", Resources.INTERFACE,
                    "ec2:AttachNetworkInterface", Resources.INTERFACE)),
    /// To give pods IPv6 addresses. AWS has no managed policy for it.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html
    ASSIGN_IPV6(Map.of("ec2:AssignIpv6Addresses", Resources.INTERFACE));

    private final Map<String, String> actions;

    NodeNeed(Map<String, String> actions) {
        this.actions = actions;
    }

    /// The resources of the actions. The first place is the partition, the second the account.
    private static final class Resources {
        static final String CLUSTER = "arn:%s:eks:*:%s:cluster/*";
        static final String REPOSITORY = "arn:%s:ecr:*:*:repository/*";
        static final String INTERFACE = "arn:%s:ec2:*:%s:network-interface/*";
    }

    /// The requests of the nodes that have this role, in the order of their actions.
    List<AccessRequest> requests(NodeRole node) {
        return actions.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(each ->
                        request(
                                node,
                                each.getKey(),
                                each.getValue().formatted(node.partition(), node.account())))
                .toList();
    }

    /// A request of a node.
    ///
    /// @param resource its ARN, perhaps with stars; or a single star
    static AccessRequest request(NodeRole node, String action, String resource) {
        Map<String, List<String>> context = new LinkedHashMap<>();
        context.put("aws:PrincipalAccount", List.of(node.account()));
        context.put("aws:PrincipalArn", List.of(node.arn()));
        context.put("aws:PrincipalType", List.of("AssumedRole"));
        context.put("aws:SecureTransport", List.of("true"));
        context.put("aws:ViaAWSService", List.of("false"));
        node.role()
                .tags()
                .values()
                .forEach((key, value) -> context.put("aws:PrincipalTag/" + key, List.of(value)));
        return new AccessRequest(action, resource, context, AccessRequest.Scope.ANY);
    }
}
