package dev.profileguard.sandbox.aws.eks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/// What is wrong with a node group now. On AWS, EKS finds it within minutes to an hour.
///
/// The messages are those by which EKS documents the codes.
/// https://docs.aws.amazon.com/eks/latest/APIReference/API_Issue.html
record NodegroupHealth(EksRoles roles, AccessEntries entries, NodegroupResources resources) {
    /// The issues of a group that EKS has made, as EKS returns them.
    List<Map<String, Object>> issues(Cluster cluster, Nodegroup group, boolean hasNodes) {
        List<Map<String, Object>> issues = new ArrayList<>();
        boolean hasRole = roles.find(group.role()).isPresent();
        if (!hasRole) {
            issues.add(
                    issue(
                            "IamNodeRoleNotFound",
                            "We couldn't find the IAM role for your managed node group.",
                            EksRoles.name(group.role())));
        }
        if (!roles.hasProfile(group.generated())) {
            issues.add(
                    issue(
                            "IamInstanceProfileNotFound",
                            "We couldn't find the IAM instance profile for your managed node"
                                    + " group.",
                            group.generated()));
        }
        addMissing(issues, cluster.region(), group);
        if (hasRole && hasNodes && !entries.letNodesIn(cluster, group.role())) {
            issues.add(
                    issue(
                            "AccessDenied",
                            "Amazon EKS or one or more of your managed nodes is failing to"
                                    + " authenticate or authorize with your Kubernetes cluster API"
                                    + " server.",
                            EksRoles.name(group.role())));
        }
        return issues;
    }

    private void addMissing(List<Map<String, Object>> issues, String region, Nodegroup group) {
        try {
            if (!resources.hasTemplate(region, group)) {
                issues.add(
                        issue(
                                "Ec2LaunchTemplateNotFound",
                                "We couldn't find the Amazon EC2 launch template for your managed"
                                        + " node group.",
                                group.generated()));
            }
            if (resources.group(region, group) == null) {
                issues.add(
                        issue(
                                "AutoScalingGroupNotFound",
                                "We couldn't find the Auto Scaling group associated with the"
                                        + " managed node group.",
                                group.group()));
            }
        } catch (AwsServiceException unknown) { // EKS knows nothing new
            return;
        }
    }

    /// The issue for which EKS gives up.
    static Map<String, Object> ofFailure(Nodegroup group, AwsServiceException refusal) {
        return issue(
                "IamLimitExceeded", refusal.awsErrorDetails().errorMessage(), group.generated());
    }

    /// Whether it is of no use to try again.
    static boolean isFinal(AwsServiceException refusal) {
        return refusal.awsErrorDetails().errorCode().equals("LimitExceeded");
    }

    private static Map<String, Object> issue(String code, String message, String resource) {
        Map<String, Object> issue = new LinkedHashMap<>();
        issue.put("code", code);
        issue.put("message", message);
        issue.put("resourceIds", List.of(resource));
        return issue;
    }
}
