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
    JOIN,
    /// To pull images: what both AmazonEC2ContainerRegistryPullOnly and
    /// AmazonEC2ContainerRegistryReadOnly allow. EKS's own images are in accounts of AWS.
    ///
    /// See
    /// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEC2ContainerRegistryPullOnly.html
    PULL_IMAGES,
    /// To give pods roles by Pod Identity.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html
    POD_IDENTITY,
    /// To give pods IPv4 addresses: what only the CNI plugin needs.
    ///
    /// See
    /// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonEKS_CNI_Policy.html
    ASSIGN_IPV4,
    /// To give pods IPv6 addresses. AWS has no managed policy for it.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html
    ASSIGN_IPV6;

    private static final String ANY = "*";

    // The first place is the partition, the second the account.
    private static final String CLUSTER = "arn:%s:eks:*:%s:cluster/*";
    private static final String REPOSITORY = "arn:%s:ecr:*:*:repository/*";
    private static final String INTERFACE = "arn:%s:ec2:*:%s:network-interface/*";

    /// The actions, each with its resource.
    private Map<String, String> actions() {
        return switch (this) {
            case JOIN ->
                    Map.of(
                            "ec2:DescribeInstances", ANY,
                            "ec2:DescribeInstanceTypes", ANY,
                            "ec2:DescribeRouteTables", ANY,
                            "ec2:DescribeSecurityGroups", ANY,
                            "ec2:DescribeSubnets", ANY,
                            "ec2:DescribeVolumes", ANY,
                            "ec2:DescribeVolumesModifications", ANY,
                            "ec2:DescribeVpcs", ANY,
                            "eks:DescribeCluster", CLUSTER);
            case PULL_IMAGES ->
                    Map.of(
                            "ecr:GetAuthorizationToken", ANY,
                            "ecr:BatchGetImage", REPOSITORY,
                            "ecr:GetDownloadUrlForLayer", REPOSITORY);
            case POD_IDENTITY -> Map.of("eks-auth:AssumeRoleForPodIdentity", CLUSTER);
            case ASSIGN_IPV4 ->
                    Map.of(
                            "ec2:AssignPrivateIpAddresses", INTERFACE,
                            "ec2:CreateNetworkInterface", INTERFACE,
                            "ec2:AttachNetworkInterface", INTERFACE);
            case ASSIGN_IPV6 -> Map.of("ec2:AssignIpv6Addresses", INTERFACE);
        };
    }

    /// The requests of the nodes that have this role, in the order of their actions.
    List<AccessRequest> requests(NodeRole node) {
        return actions().entrySet().stream()
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
