package dev.profileguard.finding;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.text.JsonText;
import dev.profileguard.text.ShellCommand;
import java.util.List;

/// The commands about what starts instances: launch templates, launch configurations, Auto Scaling
/// groups and managed node groups.
public final class ComputeCommands {
    private static final String REGION = "--region";
    private static final String GROUP = "--auto-scaling-group-name";
    private static final String TEMPLATE = "--launch-template-id";

    private ComputeCommands() {}

    /// Makes a version of a launch template that differs from another only in its profile.
    ///
    /// @param source the number of the other version
    /// @param description of the new version
    public static String createTemplateVersion(
            String region, String template, long source, ProfileName profile, String description) {
        return ShellCommand.of("aws ec2 create-launch-template-version")
                .option(REGION, region)
                .option(TEMPLATE, template)
                .option("--source-version", Long.toString(source))
                .option("--version-description", description)
                .option(
                        "--launch-template-data",
                        "{\"IamInstanceProfile\":{\"Name\":%s}}"
                                .formatted(JsonText.string(profile.value())))
                .text();
    }

    /// Makes a version the default of a launch template.
    ///
    /// @param version a number, or a word that stands for it
    public static String setDefaultVersion(String region, String template, String version) {
        return ShellCommand.of("aws ec2 modify-launch-template")
                .option(REGION, region)
                .option(TEMPLATE, template)
                .option("--default-version", version)
                .text();
    }

    /// Shows two versions of a launch template with all their data.
    public static String compareVersions(String region, String template, long one, long other) {
        return ShellCommand.of("aws ec2 describe-launch-template-versions")
                .option(REGION, region)
                .option(TEMPLATE, template)
                .option("--versions", Long.toString(one))
                .operand(Long.toString(other))
                .text();
    }

    /// Shows the versions of a launch template with their profiles.
    public static String showTemplate(String region, String template) {
        return ShellCommand.of("aws ec2 describe-launch-template-versions")
                .option(REGION, region)
                .option(TEMPLATE, template)
                .option(
                        "--query",
                        "LaunchTemplateVersions[].[VersionNumber,DefaultVersion,"
                                + "LaunchTemplateData.IamInstanceProfile]")
                .text();
    }

    /// Lets a group use a version of a launch template.
    ///
    /// @param version a number, or a word that stands for it
    public static String useTemplateVersion(
            String region, String group, String template, String version) {
        return ShellCommand.of("aws autoscaling update-auto-scaling-group")
                .option(REGION, region)
                .option(GROUP, group)
                .option(
                        "--launch-template",
                        "{\"LaunchTemplateId\":%s,\"Version\":%s}"
                                .formatted(JsonText.string(template), JsonText.string(version)))
                .text();
    }

    /// Shows a group, and lets it use another mixed instances policy instead of the one that is
    /// shown. An update replaces the whole policy.
    ///
    /// See https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_UpdateAutoScalingGroup.html
    public static List<String> changePolicy(String region, String group) {
        return List.of(
                showGroup(region, group),
                ShellCommand.of("aws autoscaling update-auto-scaling-group")
                        .option(REGION, region)
                        .option(GROUP, group)
                        .option("--mixed-instances-policy", "POLICY")
                        .text());
    }

    /// Shows a group with what it starts its instances from.
    public static String showGroup(String region, String group) {
        return ShellCommand.of("aws autoscaling describe-auto-scaling-groups")
                .option(REGION, region)
                .list("--auto-scaling-group-names", group)
                .text();
    }

    /// Replaces the instances of a group step by step, apart from those that are started as the
    /// group says now.
    public static String startRefresh(String region, String group) {
        return ShellCommand.of("aws autoscaling start-instance-refresh")
                .option(REGION, region)
                .option(GROUP, group)
                .option("--preferences", "{\"SkipMatching\":true}")
                .text();
    }

    /// Replaces all instances of a group step by step. A group with a launch configuration cannot
    /// skip those that match.
    public static String replaceAll(String region, String group) {
        return ShellCommand.of("aws autoscaling start-instance-refresh")
                .option(REGION, region)
                .option(GROUP, group)
                .text();
    }

    /// Shows the latest instance refresh of a group.
    public static String showRefresh(String region, String group) {
        return ShellCommand.of("aws autoscaling describe-instance-refreshes")
                .option(REGION, region)
                .option(GROUP, group)
                .option("--max-records", "1")
                .text();
    }

    /// Shows a launch configuration, so that a launch template can be made with its settings.
    public static String showConfiguration(String region, String configuration) {
        return ShellCommand.of("aws autoscaling describe-launch-configurations")
                .option(REGION, region)
                .list("--launch-configuration-names", configuration)
                .text();
    }

    /// Deletes a launch configuration that no group uses.
    public static String deleteConfiguration(String region, String configuration) {
        return ShellCommand.of("aws autoscaling delete-launch-configuration")
                .option(REGION, region)
                .anyText("--launch-configuration-name", configuration)
                .text();
    }

    /// Makes a launch template with a profile. Its other settings have to be added.
    public static String createTemplate(String region, String name, ProfileName profile) {
        return ShellCommand.of("aws ec2 create-launch-template")
                .option(REGION, region)
                .option("--launch-template-name", name)
                .option(
                        "--launch-template-data",
                        "{\"ImageId\":\"IMAGE\",\"InstanceType\":\"TYPE\",\"IamInstanceProfile\":{\"Name\":%s}}"
                                .formatted(JsonText.string(profile.value())))
                .text();
    }

    /// Shows a managed node group of EKS.
    public static String showNodegroup(String region, String cluster, String nodegroup) {
        return nodegroup("aws eks describe-nodegroup", region, cluster, nodegroup).text();
    }

    /// Makes a managed node group of EKS with another role.
    ///
    /// @param role the ARN of the role
    public static String createNodegroup(
            String region, String cluster, String nodegroup, String role) {
        return nodegroup("aws eks create-nodegroup", region, cluster, nodegroup)
                .option("--node-role", role)
                .option("--subnets", "SUBNETS")
                .text();
    }

    /// Waits until a managed node group of EKS is there.
    public static String awaitNodegroup(String region, String cluster, String nodegroup) {
        return nodegroup("aws eks wait nodegroup-active", region, cluster, nodegroup).text();
    }

    /// Deletes a managed node group of EKS. EKS drains its nodes first.
    public static String deleteNodegroup(String region, String cluster, String nodegroup) {
        return nodegroup("aws eks delete-nodegroup", region, cluster, nodegroup).text();
    }

    private static ShellCommand nodegroup(
            String command, String region, String cluster, String nodegroup) {
        return ShellCommand.of(command)
                .option(REGION, region)
                .option("--cluster-name", cluster)
                .option("--nodegroup-name", nodegroup);
    }
}
