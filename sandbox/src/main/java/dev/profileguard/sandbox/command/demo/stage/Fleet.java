package dev.profileguard.sandbox.command.demo.stage;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.autoscaling.group.GroupRequest;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchSource;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.Launch;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateData;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/// What runs in an account with a profile: instances, Auto Scaling groups, clusters of EKS.
public record Fleet(Sandbox sandbox) {
    private static final String REGION = "us-east-1";
    private static final String ROLES = "arn:aws:iam::123456789012:role/";
    private static final Set<String> ENDED = Set.of("shutting-down", "terminated");

    /// Makes a launch template, and an Auto Scaling group that uses its default version.
    public void group(String user, String name, String profile, int size) {
        TemplateData data = TemplateData.with(ProfileReference.named(profile));
        sandbox.ec2().fleets().templates().create(by(user), name, data);
        sandbox.autoScaling()
                .createGroup(
                        by(user),
                        GroupRequest.of(
                                name,
                                new LaunchSource.Templated(
                                        new TemplateReference(null, name, "$Default")),
                                size));
    }

    /// The number of versions of a launch template.
    public int versions(String template) {
        return sandbox.ec2()
                .fleets()
                .templates()
                .template(by(Stage.OBSERVER), new TemplateReference(null, template, null))
                .versions()
                .size();
    }

    /// Starts instances with a tag.
    ///
    /// @return their IDs
    public List<String> launch(String user, int number, String profile, String key, String value) {
        return sandbox.ec2(Sandbox.user(user))
                .run(
                        new Launch(
                                "ami-0abcdef1234567890",
                                "t3.micro",
                                number,
                                number,
                                ProfileReference.named(profile),
                                Map.of(key, value),
                                null),
                        false);
    }

    /// The running instances with the profile of this name, in all regions.
    public List<String> with(String profile) {
        return running(line ->
                String.valueOf(line.get("profile")).endsWith(":instance-profile/" + profile));
    }

    /// The running instances that get no credentials now, in all regions.
    public List<String> withoutRole() {
        return running(line -> line.get("role") == null);
    }

    private List<String> running(Predicate<Map<String, ?>> wanted) {
        return sandbox.instances().overview().stream()
                .filter(line -> !ENDED.contains(String.valueOf(line.get("state"))))
                .filter(wanted)
                .map(line -> String.valueOf(line.get("instance")))
                .toList();
    }

    /// Makes a cluster of EKS that nodes with a role may join by its access entry.
    public void cluster(String user, String name, String clusterRole, String nodeRole) {
        call(
                user,
                "CreateCluster",
                Map.of(
                        "name",
                        name,
                        "roleArn",
                        ROLES + clusterRole,
                        "accessConfig",
                        Map.of("authenticationMode", "API"),
                        "resourcesVpcConfig",
                        Map.of("subnetIds", List.of("subnet-1"))));
        call(
                user,
                "CreateAccessEntry",
                Map.of("name", name, "principalArn", ROLES + nodeRole, "type", "EC2_LINUX"));
    }

    /// Whether instances with a role can join a cluster of EKS now.
    public boolean letsNodesIn(String cluster, String role) {
        return sandbox.eks().letsNodesIn(REGION, cluster, ROLES + role);
    }

    private void call(String user, String operation, Map<String, Object> request) {
        sandbox.eks().call(by(user), operation, request);
    }

    private static Origin by(String user) {
        return Sandbox.origin(Sandbox.user(user), REGION);
    }
}
