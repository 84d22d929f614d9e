package dev.profileguard.noderole.rule;

import dev.profileguard.iam.policy.AttachedPolicy;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// The policies of AWS that node roles have.
///
/// See https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html
public enum NodePolicy {
    /// What nodes need to join a cluster.
    WORKER_NODE("AmazonEKSWorkerNodePolicy", true),
    /// What nodes of EKS Auto Mode need.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/userguide/auto-create-node-role.html
    WORKER_NODE_MINIMAL("AmazonEKSWorkerNodeMinimalPolicy", true),
    /// What pods need to get addresses in an IPv4 cluster.
    CNI("AmazonEKS_CNI_Policy", true),
    /// What nodes need to pull images.
    REGISTRY_PULL("AmazonEC2ContainerRegistryPullOnly", false),
    /// The same and more.
    REGISTRY_READ("AmazonEC2ContainerRegistryReadOnly", false);

    private final String policyName;
    private final boolean ofNodesOnly;

    NodePolicy(String policyName, boolean ofNodesOnly) {
        this.policyName = policyName;
        this.ofNodesOnly = ofNodesOnly;
    }

    /// Such as `AmazonEKSWorkerNodePolicy`.
    public String policyName() {
        return policyName;
    }

    /// The ARN of the policy.
    ///
    /// @param partition such as `aws-cn`
    public String arn(String partition) {
        return "arn:%s:iam::aws:policy/%s".formatted(partition, policyName);
    }

    /// Whether this is the attached policy.
    public boolean is(AttachedPolicy attached) {
        return attached.isAwsManaged() && attached.name().equals(policyName);
    }

    /// Whether a policy with this ARN shows that the role is a node role. The policies of the
    /// registry do not: other roles have them too.
    public static boolean showsNodeRole(String arn) {
        return arn.contains(":iam::aws:policy/")
                && Arrays.stream(values())
                        .anyMatch(each -> each.ofNodesOnly && arn.endsWith("/" + each.policyName));
    }

    /// The policies among these that show that the role is a node role.
    public static List<String> shown(Collection<AttachedPolicy> attached) {
        return attached.stream()
                .filter(each -> showsNodeRole(each.arn()))
                .map(AttachedPolicy::name)
                .toList();
    }

    /// Whether one of these is attached.
    boolean isAmong(Collection<AttachedPolicy> attached) {
        return attached.stream().anyMatch(this::is);
    }
}
