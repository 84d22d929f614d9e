package dev.profileguard.sandbox.aws.eks;

import static dev.profileguard.sandbox.aws.regional.RegionalAccount.alice;
import static dev.profileguard.sandbox.aws.regional.RegionalAccount.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.profileguard.sandbox.aws.regional.RegionalAccount;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EksTest {
    private static final String ROLES = "arn:aws:iam::123456789012:role/";
    private static final String API = "API_AND_CONFIG_MAP";

    @TempDir private Path folder = Path.of(".");
    private @Nullable RegionalAccount opened;

    @Test
    void describesAClusterWithItsNetworkAndRole() {
        cluster("prod", Map.of("kubernetesNetworkConfig", Map.of("ipFamily", "ipv6")));

        JsonNode cluster = call("DescribeCluster", Map.of("name", "prod")).at("/cluster");

        assertThat(cluster.at("/status").asText()).isEqualTo("ACTIVE");
        assertThat(cluster.at("/kubernetesNetworkConfig/ipFamily").asText()).isEqualTo("ipv6");
        assertThat(cluster.at("/kubernetesNetworkConfig/serviceIpv6Cidr").asText()).isNotEmpty();
        assertThat(cluster.at("/roleArn").asText()).isEqualTo(ROLES + "control");
        assertThat(cluster.at("/accessConfig/authenticationMode").asText()).isEqualTo("CONFIG_MAP");
        assertThat(cluster.has("computeConfig")).isFalse();
    }

    @Test
    void describesAClusterOfAutoModeAndLetsItsNodesIn() {
        String node = account().role("node", "ec2.amazonaws.com");
        cluster("auto", Map.of("computeConfig", Map.of("enabled", true, "nodeRoleArn", node)));

        assertThat(
                        call("DescribeCluster", Map.of("name", "auto"))
                                .at("/cluster/computeConfig/nodeRoleArn")
                                .asText())
                .isEqualTo(node);
        JsonNode entry =
                call("DescribeAccessEntry", Map.of("name", "auto", "principalArn", node))
                        .at("/accessEntry");
        assertThat(entry.at("/type").asText()).isEqualTo("EC2");
        assertThat(entry.at("/username").asText()).isEqualTo("system:node:{{EC2PrivateDNSName}}");
        assertThat(texts(call("ListAccessEntries", Map.of("name", "auto")).at("/accessEntries")))
                .containsExactlyInAnyOrder(node, "arn:aws:iam::123456789012:user/alice");
    }

    @Test
    void needsARoleThatTheControlPlaneCanAssume() {
        account().role("wrong", "ec2.amazonaws.com");

        for (String role : List.of("wrong", "gone")) {
            assertRefused(
                    () -> call("CreateCluster", Map.of("name", "c", "roleArn", ROLES + role)),
                    400,
                    "InvalidParameterException",
                    "Role with arn: %s, could not be assumed because it does not exist or the trusted entity is not correct"
                            .formatted(ROLES + role));
        }
        assertThat(account().failures())
                .containsOnly("aws.eks CreateCluster InvalidParameterException");
    }

    @Test
    void refusesANodeRoleThatEc2MayNotAssumeAndRecordsIt() {
        cluster("prod", Map.of());
        String role = account().role("node", "eks.amazonaws.com", "lambda.amazonaws.com");
        String message =
                "Following required service principals [ec2.amazonaws.com] were not found in the"
                        + " trust relationships of nodeRole "
                        + role;

        assertRefused(
                () -> nodegroup("prod", "ng", role), 400, "InvalidParameterException", message);

        JsonNode record = account().record("us-east-1");
        assertThat(record.at("/eventSource").asText()).isEqualTo("eks.amazonaws.com");
        assertThat(record.at("/eventName").asText()).isEqualTo("CreateNodegroup");
        assertThat(record.at("/errorCode").asText()).isEqualTo("InvalidParameterException");
        assertThat(record.at("/errorMessage").asText()).isEqualTo(message);
        assertThat(record.at("/requestParameters/name").asText()).isEqualTo("prod");
        assertThat(record.at("/requestParameters/nodeRole").asText()).isEqualTo(role);
        assertThat(record.at("/responseElements").isNull()).isTrue();
        assertThat(account().failures())
                .containsExactly("aws.eks CreateNodegroup InvalidParameterException");
        assertThat(account().sandbox().timeline().entries())
                .anyMatch(entry -> "nodegroup/ng".equals(entry.subject()));
    }

    @Test
    void looksForEc2InTheTrustPolicyOnly() {
        cluster("prod", Map.of());
        trust(
                "conditional",
                """
                {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
                 "Action": "sts:AssumeRole",
                 "Condition": {"StringEquals": {"aws:SourceAccount": "999999999999"}}}
                """);
        trust(
                "denied",
                """
                {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
                 "Action": "sts:AssumeRole"},
                {"Effect": "Deny", "Principal": {"Service": "ec2.amazonaws.com"},
                 "Action": "sts:AssumeRole"}
                """);
        trust(
                "tagging",
                """
                {"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"},
                 "Action": "sts:TagSession"}
                """);

        nodegroup("prod", "a", ROLES + "conditional");
        for (String role : List.of("denied", "tagging")) {
            assertRefused(
                    () -> nodegroup("prod", "b", ROLES + role),
                    400,
                    "InvalidParameterException",
                    "Following required service principals [ec2.amazonaws.com] were not found in"
                            + " the trust relationships of nodeRole "
                            + ROLES
                            + role);
        }
    }

    @Test
    void refusesANodeRoleThatDoesNotExist() {
        cluster("prod", Map.of());
        account()
                .iam()
                .createRole(r ->
                        r.roleName("pathed").path("/team/").assumeRolePolicyDocument(EC2_TRUST));

        for (String role : List.of("gone", "pathed")) {
            assertRefused(
                    () -> nodegroup("prod", "ng", ROLES + role),
                    400,
                    "InvalidParameterException",
                    "The role with name %s cannot be found.".formatted(role));
        }
        nodegroup("prod", "ng", ROLES + "team/pathed");
    }

    @Test
    void describesANodegroupUntilItIsDeleted() {
        cluster("prod", Map.of("accessConfig", Map.of("authenticationMode", API)));
        String role = account().role("node", "ec2.amazonaws.com");
        nodegroup("prod", "ng", role);

        JsonNode group = describe("prod", "ng");
        assertThat(group.at("/nodeRole").asText()).isEqualTo(role);
        assertThat(group.at("/status").asText()).isEqualTo("ACTIVE");
        assertThat(texts(call("ListNodegroups", Map.of("name", "prod")).at("/nodegroups")))
                .containsExactly("ng");
        assertThat(
                        call("DescribeAccessEntry", Map.of("name", "prod", "principalArn", role))
                                .at("/accessEntry/type")
                                .asText())
                .isEqualTo("EC2_LINUX");
        assertRefused(
                () -> nodegroup("prod", "ng", role),
                409,
                "ResourceInUseException",
                "NodeGroup already exists with name ng and cluster name prod");
        assertRefused(
                () -> call("DeleteCluster", Map.of("name", "prod")),
                409,
                "ResourceInUseException",
                "Cluster has nodegroups attached");
        call("DeleteNodegroup", Map.of("name", "prod", "nodegroupName", "ng"));
        assertRefused(
                () -> describe("prod", "ng"),
                404,
                "ResourceNotFoundException",
                "No node group found for name: ng.");
        call("DeleteCluster", Map.of("name", "prod"));
        assertRefused(
                () -> call("DescribeCluster", Map.of("name", "prod")),
                404,
                "ResourceNotFoundException",
                "No cluster found for name: prod.");
    }

    @Test
    void degradesANodegroupWhoseRoleIsGone() {
        cluster("prod", Map.of());
        nodegroup("prod", "ng", account().role("node", "ec2.amazonaws.com"));
        account()
                .iam()
                .listInstanceProfilesForRole(r -> r.roleName("node"))
                .instanceProfiles()
                .forEach(profile ->
                        account()
                                .iam()
                                .removeRoleFromInstanceProfile(r ->
                                        r.instanceProfileName(profile.instanceProfileName())
                                                .roleName("node")));
        account().iam().deleteRole(r -> r.roleName("node"));

        JsonNode group = describe("prod", "ng");

        assertThat(group.at("/status").asText()).isEqualTo("DEGRADED");
        assertThat(group.at("/health/issues/0/code").asText()).isEqualTo("IamNodeRoleNotFound");
    }

    @Test
    void hasAccessEntriesWhereTheClusterTakesThem() {
        cluster("old", Map.of());
        cluster("new", Map.of("accessConfig", Map.of("authenticationMode", API)));
        String role = account().role("node", "ec2.amazonaws.com");

        assertRefused(
                () -> call("ListAccessEntries", Map.of("name", "old")),
                400,
                "InvalidRequestException",
                "The cluster's authentication mode must be set to one of [API, API_AND_CONFIG_MAP]"
                        + " to perform this operation.");
        entry("new", role, "EC2_LINUX");
        assertRefused(
                () -> entry("new", role, "EC2_LINUX"),
                409,
                "ResourceInUseException",
                "The specified access entry resource is already in use on this cluster.");
        call("DeleteAccessEntry", Map.of("name", "new", "principalArn", role));
        assertThat(account().record("us-east-1").at("/requestParameters/principalArn").asText())
                .isEqualTo("arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fnode");
        assertRefused(
                () -> call("DescribeAccessEntry", Map.of("name", "new", "principalArn", role)),
                404,
                "ResourceNotFoundException",
                "The specified principalArn could not be found. You can view your available access"
                        + " entries with 'list-access-entries'.");
    }

    @Test
    void takesNoAccessEntryForAPrincipalThatIsNone() {
        cluster("new", Map.of("accessConfig", Map.of("authenticationMode", API)));

        assertRefused(
                () -> entry("new", ROLES + "gone", "EC2"),
                400,
                "InvalidParameterException",
                "The specified principalArn is invalid: invalid principal.");
        assertRefused(
                () -> entry("new", ROLES + "aws-service-role/x.amazonaws.com/X", "STANDARD"),
                400,
                "InvalidParameterException",
                "The caller is not allowed to modify access entries with a principalArn value of a"
                        + " Service Linked Role");
    }

    @Test
    void givesPodsOnlyRolesForPods() {
        cluster("prod", Map.of());
        String right = account().role("pods", "pods.eks.amazonaws.com", "ec2.amazonaws.com");
        String wrong = account().role("node", "ec2.amazonaws.com");

        JsonNode made = association("prod", right).at("/association");
        JsonNode listed =
                call("ListPodIdentityAssociations", Map.of("name", "prod")).at("/associations");

        assertThat(listed).hasSize(1);
        assertThat(listed.at("/0/serviceAccount").asText()).isEqualTo("aws-node");
        assertThat(listed.at("/0/roleArn").isMissingNode()).isTrue();
        assertThat(made.at("/roleArn").asText()).isEqualTo(right);
        assertRefused(
                () -> association("prod", right),
                409,
                "ResourceInUseException",
                "Association already exists: " + made.at("/associationId").asText());
        assertRefused(
                () -> association("prod", wrong),
                400,
                "InvalidParameterException",
                "Trust policy of the role provided is invalid. Follow the official documentation to"
                        + " resolve the issue.");
        assertRefused(
                () -> association("prod", ROLES + "gone"),
                400,
                "InvalidParameterException",
                "Role provided in the request does not exist.");
    }

    @Test
    void triesWhetherFargateCanAssumeARole() {
        cluster("prod", Map.of());
        trust(
                "right",
                FARGATE_TRUST.formatted(
                        "arn:aws:eks:us-east-1:123456789012:fargateprofile/prod/*"));
        trust("wrong", FARGATE_TRUST.formatted("arn:aws:eks:us-east-1:123456789012:cluster/prod"));

        fargate("prod", "right");
        assertThat(
                        texts(
                                call("ListFargateProfiles", Map.of("name", "prod"))
                                        .at("/fargateProfileNames")))
                .containsExactly("right");
        assertThat(
                        call(
                                        "DescribeFargateProfile",
                                        Map.of("name", "prod", "fargateProfileName", "right"))
                                .at("/fargateProfile/podExecutionRoleArn")
                                .asText())
                .isEqualTo(ROLES + "right");
        assertRefused(
                () -> fargate("prod", "wrong"),
                400,
                "InvalidParameterException",
                "Misconfigured PodExecutionRole Trust Policy; Please add the"
                        + " eks-fargate-pods.amazonaws.com Service Principal");
    }

    @Test
    void needsPermissionForTheCallAndForTheRole() {
        cluster("prod", Map.of());
        String role = account().role("node", "ec2.amazonaws.com");
        account()
                .holdAlice(
                        "{'Effect':'Allow','Action':['eks:CreateNodegroup'],'Resource':"
                                + "'arn:aws:eks:us-east-1:*:cluster/prod'}",
                        "{'Effect':'Allow','Action':'iam:PassRole','Resource':'*','Condition':"
                                + "{'StringEquals':{'iam:PassedToService':'ec2.amazonaws.com'}}}");
        String user = "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: ";

        assertRefused(
                () -> nodegroup("prod", "ng", role),
                403,
                "AccessDeniedException",
                user
                        + "iam:PassRole on resource: %s because no identity-based policy allows the iam:PassRole action"
                                .formatted(role));
        assertThat(account().record("us-east-1").at("/errorCode").asText())
                .isEqualTo("AccessDenied");
        assertRefused(
                () -> call("ListClusters", Map.of()),
                403,
                "AccessDeniedException",
                user
                        + "eks:ListClusters on resource:"
                        + " arn:aws:eks:us-east-1:123456789012:cluster/* because no identity-based"
                        + " policy allows the eks:ListClusters action");
        assertThat(account().failures()).containsExactly("aws.eks CreateNodegroup AccessDenied");
    }

    @Test
    void hasClustersOfEachRegion() {
        cluster("prod", Map.of());
        Map<String, Object> there =
                account().sandbox().eks().call(alice("eu-west-1"), "ListClusters", Map.of());

        assertThat(there).containsEntry("clusters", List.of());
        assertThat(texts(call("ListClusters", Map.of()).at("/clusters"))).containsExactly("prod");
        assertRefused(
                () -> account().sandbox().eks().call(alice("ap-east-1"), "ListClusters", Map.of()),
                403,
                "UnrecognizedClientException",
                "The security token included in the request is invalid.");
    }

    @Test
    void listsInPages() {
        for (String name : List.of("a", "b", "c")) {
            cluster(name, Map.of());
        }
        JsonNode first = call("ListClusters", Map.of("maxResults", "2"));

        assertThat(texts(first.at("/clusters"))).containsExactly("a", "b");
        JsonNode second =
                call(
                        "ListClusters",
                        Map.of("maxResults", "2", "nextToken", first.at("/nextToken").asText()));
        assertThat(texts(second.at("/clusters"))).containsExactly("c");
        assertThat(second.has("nextToken")).isFalse();
        assertRefused(
                () -> call("ListClusters", Map.of("nextToken", "x")),
                400,
                "InvalidParameterException",
                "The nextToken is invalid.");
    }

    @BeforeEach
    void open() {
        opened = new RegionalAccount(folder);
        account().role("control", "eks.amazonaws.com");
    }

    @AfterEach
    void close() {
        account().close();
    }

    @Test
    void givesAnAddOnARoleByItsServiceAccountOrByPodIdentity() {
        cluster("prod", Map.of());
        String role = account().role("cni", "pods.eks.amazonaws.com");
        call(
                "CreateAddon",
                Map.of("name", "prod", "addonName", "vpc-cni", "serviceAccountRoleArn", role));
        call(
                "CreateAddon",
                Map.of(
                        "name",
                        "prod",
                        "addonName",
                        "other",
                        "podIdentityAssociations",
                        List.of(Map.of("serviceAccount", "other", "roleArn", role))));

        JsonNode plugin = call("DescribeAddon", Map.of("name", "prod", "addonName", "vpc-cni"));
        JsonNode other = call("DescribeAddon", Map.of("name", "prod", "addonName", "other"));
        JsonNode listed = call("ListPodIdentityAssociations", Map.of("name", "prod"));

        assertThat(plugin.at("/addon/serviceAccountRoleArn").asText()).isEqualTo(role);
        assertThat(plugin.at("/addon").has("podIdentityAssociations")).isFalse();
        assertThat(other.at("/addon").has("serviceAccountRoleArn")).isFalse();
        assertThat(other.at("/addon/podIdentityAssociations/0").asText())
                .isEqualTo(listed.at("/associations/0/associationArn").asText());
        assertThat(listed.at("/associations/0/namespace").asText()).isEqualTo("kube-system");
        assertThat(listed.at("/associations/0/ownerArn").asText()).endsWith("addon/prod/other");
        assertThat(texts(call("ListAddons", Map.of("name", "prod")).at("/addons")))
                .containsExactly("vpc-cni", "other");
    }

    @Test
    void refusesAnAddOnThatExistsAndDescribesNoneThatDoesNot() {
        cluster("prod", Map.of());
        Map<String, String> addon = Map.of("name", "prod", "addonName", "vpc-cni");
        call("CreateAddon", addon);

        assertRefused(
                () -> call("CreateAddon", addon),
                409,
                "ResourceInUseException",
                "Addon already exists.");
        call("DeleteAddon", addon);
        assertRefused(
                () -> call("DescribeAddon", addon),
                404,
                "ResourceNotFoundException",
                "No addon: vpc-cni found in cluster: prod");
    }

    private RegionalAccount account() {
        if (opened == null) {
            throw new IllegalStateException("not open");
        }
        return opened;
    }

    private JsonNode call(String operation, Map<String, ?> request) {
        return new ObjectMapper()
                .valueToTree(
                        account().sandbox().eks().call(alice("us-east-1"), operation, request));
    }

    private void cluster(String name, Map<String, ?> more) {
        Map<String, Object> request = new LinkedHashMap<>(more);
        request.put("name", name);
        request.put("roleArn", ROLES + "control");
        assertThat(call("CreateCluster", request).at("/cluster/status").asText())
                .isEqualTo("CREATING");
    }

    private void nodegroup(String cluster, String name, String role) {
        call(
                "CreateNodegroup",
                Map.of(
                        "name",
                        cluster,
                        "nodegroupName",
                        name,
                        "nodeRole",
                        role,
                        "subnets",
                        List.of("subnet-1")));
    }

    private JsonNode describe(String cluster, String nodegroup) {
        return call("DescribeNodegroup", Map.of("name", cluster, "nodegroupName", nodegroup))
                .at("/nodegroup");
    }

    private void entry(String cluster, String principal, String type) {
        call("CreateAccessEntry", Map.of("name", cluster, "principalArn", principal, "type", type));
    }

    private JsonNode association(String cluster, String role) {
        return call(
                "CreatePodIdentityAssociation",
                Map.of(
                        "name",
                        cluster,
                        "namespace",
                        "kube-system",
                        "serviceAccount",
                        "aws-node",
                        "roleArn",
                        role));
    }

    private void fargate(String cluster, String role) {
        call(
                "CreateFargateProfile",
                Map.of(
                        "name",
                        cluster,
                        "fargateProfileName",
                        role,
                        "podExecutionRoleArn",
                        ROLES + role));
    }

    private void trust(String role, String statements) {
        account()
                .iam()
                .createRole(r ->
                        r.roleName(role)
                                .assumeRolePolicyDocument(
                                        "{\"Version\": \"2012-10-17\", \"Statement\": [%s]}"
                                                .formatted(statements)));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::asText).toList();
    }

    private static final String EC2_TRUST =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", \
            "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}\
            """;
    private static final String FARGATE_TRUST =
            """
            {"Effect": "Allow", "Principal": {"Service": "eks-fargate-pods.amazonaws.com"},
             "Action": "sts:AssumeRole", "Condition": {"ArnLike": {"aws:SourceArn": "%s"}}}
            """;
}
