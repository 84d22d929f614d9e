package dev.profileguard.sandbox.command.demo.stage;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.autoscaling.group.LaunchConfiguration;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.query.QueryResponse;
import dev.profileguard.sandbox.aws.sts.SessionKeys;
import java.util.List;
import java.util.Map;

/// Calls of services that use roles and profiles.
public final class OtherServices {
    private static final String REGION = "us-east-1";
    private static final String ROLES = "arn:aws:iam::123456789012:role/";

    private final Sandbox sandbox;

    OtherServices(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// Associates an instance with a profile.
    ///
    /// @return the ID of the association
    public String associate(String user, String instance, String profile) {
        return sandbox.ec2(Sandbox.user(user)).associate(instance, profile);
    }

    /// Replaces an association by one with another profile.
    ///
    /// @throws RuntimeException if EC2 refuses it
    public void replace(String user, String association, String profile) {
        sandbox.ec2(Sandbox.user(user)).replace(association, profile);
    }

    /// Makes a launch configuration of Auto Scaling.
    ///
    /// @throws RuntimeException if Auto Scaling refuses it
    public void launchConfiguration(String user, String name, String profile) {
        sandbox.autoScaling()
                .createLaunchConfiguration(by(user), LaunchConfiguration.of(name, profile));
    }

    /// Makes a cluster of EKS.
    public void cluster(String user, String name, String role) {
        sandbox.eks()
                .call(
                        by(user),
                        "CreateCluster",
                        Map.of(
                                "name",
                                name,
                                "roleArn",
                                ROLES + role,
                                "resourcesVpcConfig",
                                Map.of("subnetIds", List.of("subnet-1"))));
    }

    /// Makes a node group of EKS.
    ///
    /// @throws RuntimeException if EKS refuses it
    public void nodeGroup(String user, String cluster, String name, String role) {
        sandbox.eks()
                .call(
                        by(user),
                        "CreateNodegroup",
                        Map.of(
                                "name",
                                cluster,
                                "nodegroupName",
                                name,
                                "nodeRole",
                                ROLES + role,
                                "subnets",
                                List.of("subnet-1")));
    }

    /// Assumes a role as a session of another role.
    ///
    /// @return the body of STS's response
    public String assumeFrom(String role, String other, int seconds) {
        Caller session = sandbox.assumeRole(role, "build-1");
        QueryResponse response =
                sandbox.sts(SessionKeys.forgotten())
                        .respond(
                                Map.of(
                                        "Action", List.of("AssumeRole"),
                                        "Version", List.of("2011-06-15"),
                                        "RoleArn", List.of(ROLES + other),
                                        "RoleSessionName", List.of("build-1"),
                                        "DurationSeconds", List.of(String.valueOf(seconds))),
                                Sandbox.origin(session, REGION));
        return response.body();
    }

    private static Origin by(String user) {
        return Sandbox.origin(Sandbox.user(user), REGION);
    }
}
