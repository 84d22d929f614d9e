package dev.profileguard.sandbox.nodes;

import static dev.profileguard.sandbox.AccountUnderTest.add;
import static dev.profileguard.sandbox.AccountUnderTest.createProfile;
import static dev.profileguard.sandbox.AccountUnderTest.createRole;
import static dev.profileguard.sandbox.AccountUnderTest.trust;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// NodeRoleCheck with `ReadEksClusters`.
class EksClustersTest {
    private static final String ROLE = "AmazonEKSNodeRole";
    private static final String HERE = "eu-west-1";

    /// All that nodes need, in a policy that does not say so by its name.
    private static final String NODE_RIGHTS =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Resource": "*",
             "Action": ["ec2:Describe*", "eks:DescribeCluster", "ecr:Get*", "ecr:BatchGetImage",
                        "eks-auth:AssumeRoleForPodIdentity"]}]}
            """;

    private NodeAccount account =
            new NodeAccount("ReadEksClusters", "on", "InstanceRegions", "eu-west-1,us-east-1");

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void knowsTheRoleOfANodeGroupWhateverItsNameAndPolicies() {
        for (String mode : List.of("API", "API_AND_CONFIG_MAP", "CONFIG_MAP")) {
            String role = "workers-" + mode.length();
            oddNodeRole(role);
            account.cluster(HERE, "prod-" + mode.length(), mode, "ipv4");
            account.nodeGroup(HERE, "prod-" + mode.length(), "web", role);
            account.later(Duration.ofMinutes(2));

            account.trust(account.as("mallory"), role, "eks.amazonaws.com");
            account.afterTheDelay();

            assertThat(account.findings())
                    .as(mode)
                    .containsExactlyInAnyOrder("profile-useless", "node-trust-wrong");
            assertThat(String.valueOf(account.finding("node-trust-wrong").get("cause")))
                    .contains(mode.equals("CONFIG_MAP") ? "node group web of " : "EC2_LINUX in ")
                    .contains("cluster prod-%d in eu-west-1".formatted(mode.length()));
        }
    }

    @Test
    void showsWhichClusterProvesThatARoleIsANodeRole() {
        oddNodeRole("workers");
        account.cluster(HERE, "prod", "CONFIG_MAP", "ipv4");
        account.nodeGroup(HERE, "prod", "web", "workers");
        account.later(Duration.ofMinutes(1));

        assertThat(account.show("workers"))
                .contains("Nodes of a cluster have the role.")
                .contains("node group web of cluster prod in eu-west-1");
    }

    @Test
    void reportsAnIpv4PolicyInAnIpv6Cluster() {
        account.withNodeRole(ROLE);
        account.cluster(HERE, "six", "API", "ipv6");
        account.nodeGroup(HERE, "six", "web", ROLE);
        account.later(Duration.ofMinutes(2));

        account.attach(ROLE, NodeAccount.CNI);
        account.afterTheDelay();

        assertThat(account.findings())
                .containsExactly("node-cni-on-node-role", "node-cni-wrong-family");
        assertThat(String.valueOf(account.finding("node-cni-wrong-family").get("cause")))
                .contains("IPv4 addresses only", "the pods of cluster six in eu-west-1 have IPv6")
                .contains("allowed by AmazonEKS_CNI_Policy");
    }

    @Test
    void isContentWithAPluginThatHasARoleOfItsOwn() {
        account.withNodeRole(ROLE);
        account.cluster(HERE, "six", "API", "ipv6");
        account.nodeGroup(HERE, "six", "web", ROLE);
        account.eks(
                HERE,
                "CreateAddon",
                Map.of(
                        "name",
                        "six",
                        "addonName",
                        "vpc-cni",
                        "serviceAccountRoleArn",
                        NodeAccount.ROLES + "cni"));
        account.later(Duration.ofMinutes(1));

        assertThat(account.show(ROLE))
                .contains("The CNI plugin has a role of its own.")
                .contains("add-on vpc-cni of cluster six in eu-west-1 has " + NodeAccount.ROLES);
        account.attach(ROLE, NodeAccount.CNI);
        account.later(Duration.ofMinutes(3));
        assertThat(account.show(ROLE)).doesNotContain("node-cni-wrong-family");
    }

    @Test
    void reportsThatPodsAskForPodIdentityInVain() {
        account.withNodeRole(ROLE);
        account.as("alice")
                .createRole(r ->
                        r.roleName("app")
                                .assumeRolePolicyDocument(trust("pods.eks.amazonaws.com")));
        account.cluster(HERE, "prod", "API", "ipv4");
        account.nodeGroup(HERE, "prod", "web", ROLE);
        account.as("alice")
                .putRolePolicy(r ->
                        r.roleName(ROLE)
                                .policyName("no-pod-identity")
                                .policyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": [{"Effect": "Deny",
                                         "Resource": "*",
                                         "Action": "eks-auth:AssumeRoleForPodIdentity"}]}
                                        """));
        account.afterTheDelay();
        assertThat(account.findings()).isEmpty();

        account.eks(
                HERE,
                "CreatePodIdentityAssociation",
                Map.of(
                        "name", "prod",
                        "namespace", "default",
                        "serviceAccount", "app",
                        "roleArn", NodeAccount.ROLES + "app"));
        account.sweep();

        assertThat(account.findings()).containsExactly("node-pod-identity-missing");
        assertThat(String.valueOf(account.finding("node-pod-identity-missing").get("cause")))
                .contains("an explicit deny", "cluster prod in eu-west-1");
    }

    @Test
    void reportsAnAccessEntryOfAnEarlierRole() {
        oddNodeRole("workers");
        account.cluster(HERE, "prod", "API", "ipv4");
        account.nodeGroup(HERE, "prod", "web", "workers");
        account.later(Duration.ofMinutes(5));

        account.as("mallory")
                .listInstanceProfilesForRole(r -> r.roleName("workers"))
                .instanceProfiles()
                .forEach(profile ->
                        account.as("mallory")
                                .removeRoleFromInstanceProfile(r ->
                                        r.instanceProfileName(profile.instanceProfileName())
                                                .roleName("workers")));
        account.as("mallory").deleteRolePolicy(r -> r.roleName("workers").policyName("rights"));
        account.as("mallory").deleteRole(r -> r.roleName("workers"));
        account.later(Duration.ofMinutes(1));
        createRole(account.as("alice"), "workers");
        account.as("alice")
                .putRolePolicy(r ->
                        r.roleName("workers").policyName("rights").policyDocument(NODE_RIGHTS));
        account.afterTheDelay();

        assertThat(account.findings()).containsExactly("node-access-entry-outdated");
        assertThat(String.valueOf(account.finding("node-access-entry-outdated").get("todo")))
                .contains("aws eks delete-access-entry --cluster-name prod --principal-arn")
                .contains("aws eks create-access-entry", "--type EC2_LINUX");
    }

    @Test
    void saysWhichRegionItCouldNotReadAndRaisesNoAlarm() {
        try (NodeAccount two =
                new NodeAccount(
                        "ReadEksClusters", "on", "InstanceRegions", "eu-west-1,ap-east-1")) {
            two.withNodeRole(ROLE);

            assertThat(two.show(ROLE))
                    .contains("EKS in ap-east-1 was not read: UnrecognizedClientException")
                    .contains("Not everything was read from EKS, so nodes may have the role.")
                    .contains("Nothing is wrong with AmazonEKSNodeRole");
            two.sweep();
            assertThat(two.findings()).isEmpty();
        }
    }

    @Test
    void asksEksOnceForAllRolesOfASweep() {
        account.cluster(HERE, "prod", "API", "ipv4");
        account.cluster(HERE, "old", "CONFIG_MAP", "ipv4");
        for (int i = 0; i < 5; i++) {
            oddNodeRole("workers-" + i);
            account.nodeGroup(HERE, i % 2 == 0 ? "prod" : "old", "web-" + i, "workers-" + i);
        }
        account.as("alice")
                .createRole(r ->
                        r.roleName("fn").assumeRolePolicyDocument(trust("lambda.amazonaws.com")));
        account.withoutEvents(
                "mallory",
                iam -> {
                    for (int i = 0; i < 5; i++) {
                        String role = "workers-" + i;
                        iam.deleteRolePolicy(r -> r.roleName(role).policyName("rights"));
                    }
                });
        account.forget();

        account.sweep();

        assertThat(account.findings()).filteredOn("node-policy-missing"::equals).hasSize(5);
        List<String> calls = account.callsOf("eks", "Backfill");
        assertThat(calls).filteredOn("ListClusters"::equals).hasSize(2);
        assertThat(calls).filteredOn("DescribeCluster"::equals).hasSize(2);
        assertThat(calls).filteredOn("ListAccessEntries"::equals).hasSize(1);
        assertThat(calls).filteredOn("DescribeAccessEntry"::equals).hasSize(3);
        assertThat(calls).filteredOn("ListNodegroups"::equals).hasSize(1);
        assertThat(calls).filteredOn("DescribeNodegroup"::equals).hasSize(2);
        assertThat(calls).hasSize(11 + 4);
    }

    @Test
    void costsNoCallOfEksForARoleThatCannotBeANodeRole() {
        account.cluster(HERE, "prod", "API", "ipv4");
        account.as("alice")
                .createRole(r ->
                        r.roleName("fn").assumeRolePolicyDocument(trust("lambda.amazonaws.com")));
        account.attach("fn", NodeAccount.AWS + "AmazonS3ReadOnlyAccess");
        account.trust(account.as("alice"), "fn", "scheduler.amazonaws.com");
        account.afterTheDelay();
        assertThat(account.eksCalls()).isEmpty();

        createRole(account.as("alice"), "app");
        createProfile(account.as("alice"), "app");
        add(account.as("alice"), "app", "app");
        account.afterTheDelay();
        assertThat(account.eksCalls())
                .containsExactly(
                        "ListClusters", "ListClusters", "DescribeCluster", "ListAccessEntries");
        account.later(Duration.ofMinutes(10));

        account.attach("app", NodeAccount.AWS + "AmazonS3ReadOnlyAccess");
        account.afterTheDelay();
        assertThat(account.eksCalls()).isEmpty();
    }

    @Test
    void asksNothingWhereItIsOff() {
        try (NodeAccount off = new NodeAccount()) {
            off.cluster(HERE, "prod", "API", "ipv4");
            off.withNodeRole(ROLE);
            off.nodeGroup(HERE, "prod", "web", ROLE);
            off.trust(off.as("mallory"), ROLE, "eks.amazonaws.com");
            off.afterTheDelay();
            off.show(ROLE);
            off.sweep();

            assertThat(off.callsOf("eks", "profile-guard")).isEmpty();
        }
    }

    /// A role in a profile, with all that nodes need.
    private void oddNodeRole(String role) {
        createRole(account.as("alice"), role);
        account.as("alice")
                .putRolePolicy(
                        r -> r.roleName(role).policyName("rights").policyDocument(NODE_RIGHTS));
        createProfile(account.as("alice"), role);
        add(account.as("alice"), role, role);
        account.afterTheDelay();
        account.forget();
    }
}
