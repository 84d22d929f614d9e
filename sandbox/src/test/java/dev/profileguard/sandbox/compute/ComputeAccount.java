package dev.profileguard.sandbox.compute;

import dev.profileguard.compute.Compute;
import dev.profileguard.compute.ComputeInventory;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.sandbox.AccountUnderTest;
import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.autoscaling.query.AutoScalingQuery;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import dev.profileguard.sandbox.aws.regional.QueryApi;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.iam.model.InstanceProfile;

/// An account whose instances, launch templates and groups are made by calls as clients send them.
/// All functions are off.
final class ComputeAccount extends AccountUnderTest {
    static final String PROFILES = "arn:aws:iam::123456789012:instance-profile/";
    private static final List<String> REGIONS = List.of("eu-west-1", "us-east-1");

    ComputeAccount(String... profiles) {
        super(
                "none",
                Map.of(
                        "GuardMode", "off",
                        "ProvisionMode", "off",
                        "TagMode", "off",
                        "NodeRoleMode", "off"));
        for (String profile : profiles) {
            createRole(as("alice"), profile);
            createProfile(as("alice"), profile);
            add(as("alice"), profile, profile);
        }
    }

    /// What the ports see in two regions, with the permissions of a user.
    Compute compute() {
        return sandbox().computeAs(Sandbox.user("alice"), REGIONS);
    }

    ComputeInventory inventory(String... profiles) {
        return compute().reader().inventory(names(profiles));
    }

    static Set<ProfileName> names(String... profiles) {
        return Stream.of(profiles).map(ProfileName::new).collect(Collectors.toSet());
    }

    /// Makes a call of EC2.
    ///
    /// @param parameters names and values in turn
    /// @return the response
    String ec2(String region, String action, String... parameters) {
        return call(sandbox().ec2(), region, action, parameters);
    }

    /// Makes a call of Auto Scaling.
    String autoScaling(String region, String action, String... parameters) {
        return call(new AutoScalingQuery(sandbox().autoScaling()), region, action, parameters);
    }

    /// Makes an instance.
    ///
    /// @return its ID
    String instance(String region, String profile) {
        return sandbox().ec2(Sandbox.user("alice"), region).runInstances(profile);
    }

    /// Makes a launch template.
    ///
    /// @param profile its name or ARN; empty: none
    /// @return its ID
    String template(String region, String name, String profile) {
        return element(
                "launchTemplateId",
                ec2(
                        region,
                        "CreateLaunchTemplate",
                        "LaunchTemplateName",
                        name,
                        "LaunchTemplateData.ImageId",
                        "ami-12345678",
                        "LaunchTemplateData.InstanceType",
                        "t3.micro",
                        profileParameter(profile),
                        profile));
    }

    /// Makes a version of a launch template.
    void version(String region, String template, String profile) {
        ec2(
                region,
                "CreateLaunchTemplateVersion",
                "LaunchTemplateId",
                template,
                "LaunchTemplateData.ImageId",
                "ami-12345678",
                "LaunchTemplateData.InstanceType",
                "t3.micro",
                profileParameter(profile),
                profile);
    }

    private static String profileParameter(String profile) {
        return profile.isEmpty()
                ? ""
                : "LaunchTemplateData.IamInstanceProfile."
                        + (profile.startsWith("arn:") ? "Arn" : "Name");
    }

    /// Makes a launch configuration.
    void configuration(String region, String name, String profile) {
        autoScaling(
                region,
                "CreateLaunchConfiguration",
                "LaunchConfigurationName",
                name,
                "ImageId",
                "ami-12345678",
                "InstanceType",
                "t3.micro",
                "IamInstanceProfile",
                profile);
    }

    /// Makes an empty group.
    ///
    /// @param source names and values in turn
    void group(String region, String name, String... source) {
        autoScaling(
                region,
                "CreateAutoScalingGroup",
                Stream.concat(
                                Stream.of(
                                        "AutoScalingGroupName",
                                        name,
                                        "MinSize",
                                        "0",
                                        "MaxSize",
                                        "2",
                                        "DesiredCapacity",
                                        "0",
                                        "AvailabilityZones.member.1",
                                        region + "a"),
                                Stream.of(source))
                        .toArray(String[]::new));
    }

    /// Makes a cluster with a managed node group, whose nodes have the role `web`.
    void nodegroup(String region, String cluster, String name) {
        as("alice")
                .createRole(r ->
                        r.roleName("control").assumeRolePolicyDocument(trust("eks.amazonaws.com")));
        Origin origin = Sandbox.origin(Sandbox.user("alice"), region);
        String roles = "arn:aws:iam::123456789012:role/";
        sandbox()
                .eks()
                .call(
                        origin.next(),
                        "CreateCluster",
                        Map.of("name", cluster, "roleArn", roles + "control"));
        sandbox()
                .eks()
                .call(
                        origin.next(),
                        "CreateNodegroup",
                        Map.of("name", cluster, "nodegroupName", name, "nodeRole", roles + "web"));
    }

    /// The name of the profile that EKS made.
    String profileOfEks() {
        return asRoot().listInstanceProfiles().instanceProfiles().stream()
                .map(InstanceProfile::instanceProfileName)
                .filter(each -> each.startsWith("eks-"))
                .findFirst()
                .orElseThrow();
    }

    private static String call(QueryApi api, String region, String action, String... parameters) {
        Map<String, List<String>> form = new HashMap<>();
        form.put("Action", List.of(action));
        for (int i = 0; i < parameters.length; i += 2) {
            if (!parameters[i].isEmpty()) {
                form.put(parameters[i], List.of(parameters[i + 1]));
            }
        }
        Origin origin = Sandbox.origin(Sandbox.user("alice"), region);
        QueryResponse response = api.respond(form, origin.next());
        if (response.status() != 200) {
            throw new AssertionError(response.body());
        }
        return response.body();
    }

    /// The text of the first element of this name.
    static String element(String name, String xml) {
        Matcher element = Pattern.compile("<%s>([^<]*)</%s>".formatted(name, name)).matcher(xml);
        if (!element.find()) {
            throw new AssertionError("no " + name + " in " + xml);
        }
        return element.group(1);
    }
}
