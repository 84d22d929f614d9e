package dev.profileguard.sandbox.aws.eks;

import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.policy.RoleTrust;
import dev.profileguard.sandbox.aws.iam.state.RoleEntry;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.model.Role;

/// The roles that calls name, checked as EKS checks them. Each sentence is of a public report, but
/// that about a missing node role: EKS reads the role from IAM, whose sentence this is.
record EksRoles(IamAccount account) {
    /// The role that the control plane assumes.
    /// https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2406
    void requireClusterRole(EksInput input, String arn) {
        boolean right = find(arn).filter(role -> names(role, "eks.amazonaws.com")).isPresent();
        if (!right) {
            throw input.invalid(
                    "Role with arn: %s, could not be assumed because it does not exist or the trusted entity is not correct"
                            .formatted(arn));
        }
    }

    /// The role of nodes: EKS looks for EC2 in its trust policy, and does not evaluate conditions.
    /// https://github.com/eksctl-io/eksctl/issues/3290
    void requireNodeRole(EksInput input, String arn) {
        Role role =
                find(arn)
                        .orElseThrow(() ->
                                input.invalid(
                                        "The role with name %s cannot be found."
                                                .formatted(name(arn))));
        if (!names(role, "ec2.amazonaws.com") && !names(role, "ec2.amazonaws.com.cn")) {
            throw input.invalid(
                    "Following required service principals [ec2.amazonaws.com] were not found in"
                            + " the trust relationships of nodeRole "
                            + arn);
        }
    }

    /// The role with which Fargate starts pods: it is tried, so that conditions count.
    ///
    /// @param profileArn the source of Fargate's calls, perhaps with a star
    void requirePodExecutionRole(EksInput input, String arn, String profileArn) {
        Map<String, List<String>> context =
                Map.of(
                        "aws:SourceArn",
                        List.of(profileArn),
                        "aws:SourceAccount",
                        List.of(account.accountId()));
        boolean right =
                find(arn)
                        .filter(role ->
                                RoleTrust.lets(
                                        role.assumeRolePolicyDocument(),
                                        "eks-fargate-pods.amazonaws.com",
                                        context))
                        .isPresent();
        if (!right) {
            throw input.invalid(
                    "Misconfigured PodExecutionRole Trust Policy; Please add the"
                            + " eks-fargate-pods.amazonaws.com Service Principal");
        }
    }

    /// The role that pods get. https://github.com/hashicorp/terraform-provider-aws/issues/41483
    void requirePodRole(EksInput input, String arn) {
        Role role =
                find(arn)
                        .orElseThrow(() ->
                                input.invalid("Role provided in the request does not exist."));
        if (!names(role, "pods.eks.amazonaws.com")) {
            throw input.invalid(
                    "Trust policy of the role provided is invalid. Follow the official"
                            + " documentation to resolve the issue.");
        }
    }

    /// The principal of an access entry.
    /// https://github.com/hashicorp/terraform-provider-aws/issues/36447
    void requirePrincipal(EksInput input, String arn) {
        if (arn.contains(":role" + RoleEntry.SERVICE_LINKED_PATH)) {
            throw input.invalid(
                    "The caller is not allowed to modify access entries with a principalArn value"
                            + " of a Service Linked Role");
        }
        boolean valid =
                arn.startsWith(own() + "role/")
                        ? find(arn).isPresent()
                        : arn.matches("arn:aws[a-z-]*:iam::\\d{12}:(role|user)/.+");
        if (!valid) {
            throw input.invalid("The specified principalArn is invalid: invalid principal.");
        }
    }

    /// The role with this ARN, its path included.
    Optional<Role> find(String arn) {
        return account.role(name(arn)).filter(role -> role.arn().equals(arn));
    }

    /// The ID of a principal of the account, which a principal that is made again does not have;
    /// null: it is of another account.
    @Nullable String idOf(String arn) {
        if (arn.startsWith(own() + "user/")) {
            return account.userId(name(arn));
        }
        return find(arn).map(Role::roleId).orElse(null);
    }

    /// Whether there is an instance profile of this name.
    boolean hasProfile(String name) {
        return account.latest().profiles().has(name);
    }

    static String name(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static boolean names(Role role, String service) {
        return RoleTrust.names(role.assumeRolePolicyDocument(), service);
    }

    private String own() {
        return "arn:aws:iam::" + account.accountId() + ":";
    }
}
