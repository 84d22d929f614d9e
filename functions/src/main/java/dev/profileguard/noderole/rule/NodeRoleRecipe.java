package dev.profileguard.noderole.rule;

import dev.profileguard.finding.Commands;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.text.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How to make a node role that is right, from the trust policy to the instance profile.
///
/// See https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html and
/// https://docs.aws.amazon.com/eks/latest/userguide/cni-iam-role.html
///
/// @param partition such as `aws`
/// @param account twelve digits
public record NodeRoleRecipe(
        RoleName role, IpFamily family, Cni cni, String partition, String account) {
    /// Which addresses the pods of the cluster have.
    public enum IpFamily {
        /// IPv4 addresses.
        IPV4,
        /// IPv6 addresses.
        IPV6
    }

    /// Which role the CNI plugin uses.
    public enum Cni {
        /// A role of its own, by EKS Pod Identity.
        SEPARATE,
        /// The node role.
        NODE
    }

    static final String IPV6_POLICY = "AmazonEKS_CNI_IPv6_Policy";
    private static final List<String> IPV6_ACTIONS =
            List.of(
                    "ec2:AssignIpv6Addresses",
                    "ec2:DescribeInstances",
                    "ec2:DescribeTags",
                    "ec2:DescribeNetworkInterfaces",
                    "ec2:DescribeInstanceTypes");
    private static final String PODS = "pods.eks.amazonaws.com";

    /// The longest name of a role.
    private static final int MAX_NAME = 64;

    /// The trust policy of a role that pods get by EKS Pod Identity.
    ///
    /// See https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
    static String podIdentityTrust() {
        Map<String, Object> statement = new LinkedHashMap<>();
        statement.put("Effect", "Allow");
        statement.put("Principal", Map.of("Service", PODS));
        statement.put("Action", List.of("sts:AssumeRole", "sts:TagSession"));
        return document(List.of(statement));
    }

    /// The commands of the AWS CLI, in order.
    public List<String> commands() {
        List<String> commands = new ArrayList<>();
        commands.add(Commands.createRole(role.value(), NodeTrust.document(ec2())));
        commands.add(Commands.attachPolicy(role, NodePolicy.WORKER_NODE.arn(partition)));
        commands.add(Commands.attachPolicy(role, NodePolicy.REGISTRY_PULL.arn(partition)));
        switch (cni) {
            case NODE -> commands.add(pluginPolicy(role));
            case SEPARATE -> {
                commands.add(Commands.createRole(plugin().value(), podIdentityTrust()));
                commands.add(pluginPolicy(plugin()));
            }
        }
        commands.add(Commands.createProfile(role.value()));
        commands.add(Commands.addRole(new ProfileName(role.value()), role));
        if (cni == Cni.SEPARATE) {
            commands.add(
                    Commands.associatePodIdentity(
                            "kube-system",
                            "aws-node",
                            "arn:%s:iam::%s:role/%s".formatted(partition, account, plugin())));
        }
        return List.copyOf(commands);
    }

    private String pluginPolicy(RoleName holder) {
        return switch (family) {
            case IPV4 -> Commands.attachPolicy(holder, NodePolicy.CNI.arn(partition));
            case IPV6 -> Commands.putPolicy(holder.value(), IPV6_POLICY, ipv6Policy());
        };
    }

    /// The role of the CNI plugin.
    RoleName plugin() {
        String suffix = "-CNI";
        String name = role.value();
        return new RoleName(
                name.substring(0, Math.min(name.length(), MAX_NAME - suffix.length())) + suffix);
    }

    String ec2() {
        return partition.equals("aws-cn") ? "ec2.amazonaws.com.cn" : "ec2.amazonaws.com";
    }

    /// The policy of the CNI plugin in an IPv6 cluster.
    String ipv6Policy() {
        Map<String, Object> addresses = new LinkedHashMap<>();
        addresses.put("Effect", "Allow");
        addresses.put("Action", IPV6_ACTIONS);
        addresses.put("Resource", "*");
        Map<String, Object> tags = new LinkedHashMap<>();
        tags.put("Effect", "Allow");
        tags.put("Action", List.of("ec2:CreateTags"));
        tags.put("Resource", List.of("arn:%s:ec2:*:*:network-interface/*".formatted(partition)));
        return document(List.of(addresses, tags));
    }

    private static String document(List<Map<String, Object>> statements) {
        Map<String, Object> policy = new LinkedHashMap<>();
        policy.put("Version", "2012-10-17");
        policy.put("Statement", statements);
        return JsonText.of(policy);
    }

    /// The same as a CloudFormation template.
    public String cloudFormation() {
        return new CloudFormationRecipe(this).text();
    }

    /// The same as Terraform's configuration.
    public String terraform() {
        return new TerraformRecipe(this).text();
    }

    /// All of it, as an answer to a request.
    public Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("commands", commands());
        json.put("cloudFormation", cloudFormation());
        json.put("terraform", terraform());
        return json;
    }
}
