package dev.profileguard.sandbox.aws.eks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.ProfileReference;
import dev.profileguard.sandbox.aws.ec2.fleet.LaunchTemplates;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateData;
import dev.profileguard.sandbox.aws.ec2.fleet.TemplateReference;
import dev.profileguard.sandbox.aws.ec2.fleet.VersionsRequest;
import dev.profileguard.sandbox.aws.regional.RegionalAccount;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.iam.IamClient;

/// An account with the cluster `prod` in eu-west-1 and the node role `node`, as alice sees it.
final class ClusterAccount implements AutoCloseable {
    static final String HERE = "eu-west-1";
    static final String NODE = "arn:aws:iam::123456789012:role/node";

    private final RegionalAccount account;

    /// @param mode the authentication mode of the cluster
    ClusterAccount(Path folder, String mode) {
        account = new RegionalAccount(folder);
        String control = account.role("control", "eks.amazonaws.com");
        account.role("node", "ec2.amazonaws.com");
        call(
                "CreateCluster",
                Map.of(
                        "name",
                        "prod",
                        "roleArn",
                        control,
                        "accessConfig",
                        Map.of("authenticationMode", mode)));
    }

    RegionalAccount account() {
        return account;
    }

    IamClient iam() {
        return account.iam();
    }

    Origin alice() {
        return RegionalAccount.alice(HERE);
    }

    /// A call about the cluster.
    JsonNode call(String operation, Map<String, ?> request) {
        Map<String, Object> all = new LinkedHashMap<>(request);
        all.putIfAbsent("name", "prod");
        return new ObjectMapper()
                .valueToTree(account.sandbox().eks().call(alice(), operation, all));
    }

    /// A call about the node group `web`.
    JsonNode web(String operation, Map<String, ?> request) {
        Map<String, Object> all = new LinkedHashMap<>(request);
        all.put("nodegroupName", "web");
        return call(operation, all);
    }

    /// A call about the access entry of the node role.
    JsonNode entry(String operation, Map<String, ?> request) {
        Map<String, Object> all = new LinkedHashMap<>(request);
        all.put("principalArn", NODE);
        return call(operation, all);
    }

    /// Creates the node group `web`.
    ///
    /// @param more parameters
    JsonNode create(Map<String, ?> more) {
        Map<String, Object> all = new LinkedHashMap<>(more);
        all.put("nodeRole", NODE);
        all.put("subnets", List.of("subnet-1", "subnet-2"));
        return web("CreateNodegroup", all).at("/nodegroup");
    }

    JsonNode describe() {
        return web("DescribeNodegroup", Map.of()).at("/nodegroup");
    }

    /// The name of the profile that EKS made for the node group.
    String profile() {
        String arn = describe().at("/nodegroupArn").asText();
        return "eks-" + arn.substring(arn.lastIndexOf('/') + 1);
    }

    /// The launch template that EKS made, in its latest version.
    JsonNode ownTemplate() {
        JsonNode versions =
                new ObjectMapper()
                        .valueToTree(
                                templates()
                                        .describeVersions(
                                                alice(),
                                                VersionsRequest.of(
                                                        TemplateReference.named(profile()))))
                        .at("/launchTemplateVersionSet/items");
        return versions.get(0);
    }

    /// The Auto Scaling group as Auto Scaling returns it.
    Map<String, Object> group() {
        String name = describe().at("/resources/autoScalingGroups/0/name").asText();
        List<Map<String, Object>> found =
                account.sandbox().autoScaling().describeGroups(alice(), List.of(name));
        assertThat(found).hasSize(1);
        return found.getFirst();
    }

    /// Makes the node role again under its ARN.
    void makeRoleAgain() {
        iam().listInstanceProfilesForRole(r -> r.roleName("node"))
                .instanceProfiles()
                .forEach(profile ->
                        iam().removeRoleFromInstanceProfile(r ->
                                r.instanceProfileName(profile.instanceProfileName())
                                        .roleName("node")));
        iam().deleteRole(r -> r.roleName("node"));
        account.role("node", "ec2.amazonaws.com");
    }

    boolean letsNodesIn() {
        return account.sandbox().eks().letsNodesIn(HERE, "prod", NODE);
    }

    void later(Duration time) {
        account.sandbox().advance(time);
    }

    /// A launch template of alice, in this region.
    void template(String name, @Nullable String image, @Nullable String type) {
        templates().create(alice(), name, new TemplateData(image, type, null));
    }

    /// One that names an instance profile.
    void templateWithProfile(String name, String profile) {
        templates().create(alice(), name, TemplateData.with(ProfileReference.named(profile)));
    }

    LaunchTemplates templates() {
        return account.sandbox().ec2().fleets().templates();
    }

    @Override
    public void close() {
        account.close();
    }
}
