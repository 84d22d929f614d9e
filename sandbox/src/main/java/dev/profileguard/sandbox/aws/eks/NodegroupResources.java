package dev.profileguard.sandbox.aws.eks;

import dev.profileguard.sandbox.aws.autoscaling.AutoScaling;
import dev.profileguard.sandbox.aws.autoscaling.group.GroupRequest;
import dev.profileguard.sandbox.aws.autoscaling.group.GroupTag;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchSource;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplates;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateData;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import dev.profileguard.sandbox.aws.iam.IamAccount;
import dev.profileguard.sandbox.aws.iam.state.AccountState;
import dev.profileguard.sandbox.aws.iam.state.ProfileEntry;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;

/// What EKS makes for a node group, in its service-linked role: an instance profile that contains
/// the node role, a launch template that names the profile, and an Auto Scaling group that uses the
/// template. All of them end with the ID of the group.
/// https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSServiceRoleForAmazonEKSNodegroup.html
record NodegroupResources(
        IamAccount account, LaunchTemplates templates, AutoScaling groups, NodegroupRole role) {
    private static final String FIRST = "1";

    /// Makes what does not exist yet.
    ///
    /// @param data what the group's launch template says; null: it has none
    /// @throws AwsServiceException the error of IAM, EC2 or Auto Scaling
    void make(String region, Nodegroup group, @Nullable TemplateData data) {
        makeProfile(group);
        if (!hasTemplate(region, group)) {
            templates.create(role.in(region), group.generated(), own(group, data));
        }
        if (group(region, group) == null) {
            Nodegroup.Sizes sizes = group.sizes(group.until());
            groups.createGroup(
                    role.in(region),
                    new GroupRequest(
                            group.group(),
                            new LaunchSource.Templated(template(group, FIRST)),
                            sizes.least(),
                            sizes.most(),
                            sizes.desired(),
                            List.of(),
                            subnets(group),
                            null,
                            tags(group)));
        }
    }

    private void makeProfile(Nodegroup group) {
        IamClient iam = role.iam();
        String name = group.generated();
        if (!account.latest().profiles().has(name)) {
            iam.createInstanceProfile(r -> r.instanceProfileName(name));
        }
        if (roleIn(name) == null) {
            iam.addRoleToInstanceProfile(
                    r -> r.instanceProfileName(name).roleName(EksRoles.name(group.role())));
        }
    }

    /// Starts to use another version of the group's launch template.
    ///
    /// @throws AwsServiceException the error of EC2 or Auto Scaling
    void use(String region, Nodegroup group, @Nullable TemplateData data) {
        Map<String, Object> made =
                templates.createVersion(role.in(region), template(group, null), own(group, data));
        String number =
                made.get("launchTemplateVersion") instanceof Map<?, ?> version
                        ? String.valueOf(version.get("versionNumber"))
                        : FIRST;
        groups.updateGroup(
                role.in(region),
                new GroupRequest(
                        group.group(),
                        new LaunchSource.Templated(template(group, number)),
                        null,
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        List.of()));
    }

    /// Changes how many nodes the group has.
    ///
    /// @throws AwsServiceException the error of Auto Scaling
    void scale(String region, Nodegroup group, Nodegroup.Sizes sizes) {
        groups.updateGroup(
                role.in(region),
                GroupRequest.sized(
                        group.group(), sizes.least(), sizes.most(), sizes.desired()));
    }

    /// Deletes what exists.
    ///
    /// @throws AwsServiceException the error of IAM, EC2 or Auto Scaling
    void delete(String region, Nodegroup group) {
        if (group(region, group) != null) {
            scale(region, group, new Nodegroup.Sizes(0, 0, 0));
            groups.deleteGroup(role.in(region), group.group(), true);
        }
        if (hasTemplate(region, group)) {
            templates.delete(role.in(region), template(group, null));
        }
        IamClient iam = role.iam();
        String name = group.generated();
        String inside = roleIn(name);
        if (inside != null) {
            iam.removeRoleFromInstanceProfile(r -> r.instanceProfileName(name).roleName(inside));
        }
        if (account.latest().profiles().has(name)) {
            iam.deleteInstanceProfile(r -> r.instanceProfileName(name));
        }
    }

    /// The Auto Scaling group as Auto Scaling returns it; null: it does not exist.
    @Nullable Map<String, Object> group(String region, Nodegroup group) {
        Origin origin = role.in(region);
        return groups.describeGroups(origin, List.of(group.group())).stream()
                .findFirst()
                .orElse(null);
    }

    /// Whether the launch template that EKS made exists.
    boolean hasTemplate(String region, Nodegroup group) {
        try {
            templates.template(role.in(region), template(group, null));
            return true;
        } catch (AwsServiceException gone) {
            return false;
        }
    }

    /// The name of the role in a profile now; null: it is empty, or does not exist.
    private @Nullable String roleIn(String profile) {
        AccountState now = account.latest();
        ProfileEntry entry = now.profiles().find(profile);
        return entry == null || entry.roleName() == null ? null : entry.roleName();
    }

    private static TemplateReference template(Nodegroup group, @Nullable String version) {
        return new TemplateReference(null, group.generated(), version);
    }

    private static TemplateData own(Nodegroup group, @Nullable TemplateData data) {
        return NodegroupTemplates.own(data, group.generated());
    }

    /// See https://docs.aws.amazon.com/eks/latest/userguide/eks-using-tags.html
    private static List<GroupTag> tags(Nodegroup group) {
        return List.of(
                new GroupTag(
                        "eks:cluster-name", String.valueOf(group.json().get("clusterName")), true),
                new GroupTag("eks:nodegroup-name", group.name(), true));
    }

    private static @Nullable String subnets(Nodegroup group) {
        return group.json().get("subnets") instanceof List<?> subnets && !subnets.isEmpty()
                ? String.join(",", subnets.stream().map(String::valueOf).toList())
                : null;
    }
}
