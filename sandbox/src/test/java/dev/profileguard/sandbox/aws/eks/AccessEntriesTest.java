package dev.profileguard.sandbox.aws.eks;

import static dev.profileguard.sandbox.aws.regional.RegionalAccount.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessEntriesTest {
    private static final String POLICIES = "arn:aws:eks::aws:cluster-access-policy/";
    private static final String VIEW = POLICIES + "AmazonEKSViewPolicy";
    private static final Map<String, Object> EVERYWHERE = Map.of("type", "cluster");

    @TempDir private Path folder = Path.of(".");
    private @Nullable ClusterAccount opened;

    @Test
    void doesNotLetInARoleThatWasMadeAgain() {
        prod("API").create(Map.of());
        assertThat(prod("API").letsNodesIn()).isTrue();

        prod("API").makeRoleAgain();

        assertThat(prod("API").letsNodesIn()).isFalse();
        assertThat(
                        prod("API")
                                .entry("DescribeAccessEntry", Map.of())
                                .at("/accessEntry/type")
                                .asText())
                .isEqualTo("EC2_LINUX");
        assertThat(overview())
                .singleElement()
                .satisfies(line -> {
                    assertThat(line)
                            .containsEntry("region", ClusterAccount.HERE)
                            .containsEntry("cluster", "prod")
                            .containsEntry("role", ClusterAccount.NODE)
                            .containsEntry("by", "access entry of type EC2_LINUX")
                            .containsEntry("joins", false);
                    assertThat(line.get("roleId")).isNotEqualTo(line.get("entryRoleId"));
                });
    }

    @Test
    void letsInARoleThatWasMadeAgainOnceTheEntryIsToo() {
        prod("API").create(Map.of());
        prod("API").makeRoleAgain();

        prod("API").entry("UpdateAccessEntry", Map.of());
        assertThat(prod("API").letsNodesIn()).isFalse();
        prod("API").web("DeleteNodegroup", Map.of());
        prod("API").create(Map.of());
        assertThat(prod("API").letsNodesIn()).isFalse();
        prod("API").entry("DeleteAccessEntry", Map.of());
        assertThat(prod("API").letsNodesIn()).isFalse();
        prod("API").entry("CreateAccessEntry", Map.of("type", "EC2_LINUX"));

        assertThat(prod("API").letsNodesIn()).isTrue();
    }

    @Test
    void letsNodesInByAnEntryOfNodesOnly() {
        prod("API").entry("CreateAccessEntry", Map.of("type", "STANDARD"));

        assertThat(prod("API").letsNodesIn()).isFalse();
    }

    @Test
    void goesByTheArnInAConfigMap() {
        prod("CONFIG_MAP").create(Map.of());

        prod("CONFIG_MAP").makeRoleAgain();

        assertThat(prod("CONFIG_MAP").letsNodesIn()).isTrue();
        assertThat(overview())
                .singleElement()
                .satisfies(line -> assertThat(line).containsEntry("by", "aws-auth"));
        assertThat(
                        prod("CONFIG_MAP")
                                .account()
                                .sandbox()
                                .eks()
                                .letsNodesIn("us-east-1", "prod", ClusterAccount.NODE))
                .isFalse();
    }

    @Test
    void changesTheNamesOfAStandardEntry() {
        standard();

        JsonNode changed =
                prod("API")
                        .entry(
                                "UpdateAccessEntry",
                                Map.of("kubernetesGroups", List.of("viewers"), "username", "bob"))
                        .at("/accessEntry");

        assertThat(changed.at("/kubernetesGroups/0").asText()).isEqualTo("viewers");
        assertThat(changed.at("/username").asText()).isEqualTo("bob");
        assertThat(prod("API").entry("DescribeAccessEntry", Map.of()).at("/accessEntry"))
                .isEqualTo(changed);
        assertRefused(
                () ->
                        prod("API")
                                .entry(
                                        "UpdateAccessEntry",
                                        Map.of("kubernetesGroups", List.of("system:masters"))),
                400,
                "InvalidParameterException",
                "The kubernetes group name system:masters is invalid, it cannot start with"
                        + " system:");
        assertThat(
                        prod("API")
                                .account()
                                .record(ClusterAccount.HERE)
                                .at("/requestParameters/principalArn")
                                .asText())
                .isEqualTo("arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Fnode");
    }

    @Test
    void hasPoliciesUntilItIsDeleted() {
        standard();

        JsonNode made = associate(VIEW, Map.of("type", "namespace", "namespaces", List.of("a")));

        assertThat(made.at("/clusterName").asText()).isEqualTo("prod");
        assertThat(made.at("/principalArn").asText()).isEqualTo(ClusterAccount.NODE);
        assertThat(made.at("/associatedAccessPolicy/accessScope/namespaces/0").asText())
                .isEqualTo("a");
        associate(VIEW, EVERYWHERE);
        assertThat(associated()).containsExactly(VIEW);
        assertThat(principals(Map.of("associatedPolicyArn", VIEW)))
                .containsExactly(ClusterAccount.NODE);
        prod("API").entry("DeleteAccessEntry", Map.of());
        standard();
        assertThat(associated()).isEmpty();
    }

    @Test
    void losesAPolicy() {
        standard();
        associate(VIEW, EVERYWHERE);

        prod("API").entry("DisassociateAccessPolicy", Map.of("policyArn", VIEW));

        assertThat(associated()).isEmpty();
        assertRefused(
                () -> prod("API").entry("DisassociateAccessPolicy", Map.of("policyArn", VIEW)),
                404,
                "ResourceNotFoundException",
                "The specified policyArn could not be found.");
    }

    @Test
    void takesOnlyPoliciesThatThereAre() {
        standard();

        assertRefused(
                () ->
                        associate(
                                "arn:aws:eks:::cluster-access-policy/AmazonEKSViewPolicy",
                                EVERYWHERE),
                404,
                "ResourceNotFoundException",
                "The specified policyArn could not be found.");
        assertRefused(
                () -> associate(POLICIES + "AmazonEKSComputeClusterPolicy", EVERYWHERE),
                400,
                "InvalidParameterException",
                "The specified policyArn can only be associated with service-linked roles");
        assertRefused(
                () ->
                        prod("API")
                                .call(
                                        "AssociateAccessPolicy",
                                        Map.of(
                                                "principalArn",
                                                ClusterAccount.NODE + "2",
                                                "policyArn",
                                                VIEW,
                                                "accessScope",
                                                EVERYWHERE)),
                404,
                "ResourceNotFoundException",
                "The specified principalArn could not be found. You can view your available access"
                        + " entries with 'list-access-entries'.");
    }

    @Test
    void letsTheCreatorOfTheClusterAdministerIt() {
        JsonNode policies =
                prod("API")
                        .call(
                                "ListAssociatedAccessPolicies",
                                Map.of("principalArn", "arn:aws:iam::123456789012:user/alice"));

        assertThat(policies.at("/associatedAccessPolicies/0/policyArn").asText())
                .isEqualTo(POLICIES + "AmazonEKSClusterAdminPolicy");
    }

    @Test
    void listsAccessPoliciesInPages() {
        List<String> names = new ArrayList<>();
        JsonNode page = prod("API").call("ListAccessPolicies", Map.of("maxResults", "5"));
        while (page.has("nextToken")) {
            page.at("/accessPolicies").forEach(each -> names.add(each.at("/name").asText()));
            page =
                    prod("API")
                            .call(
                                    "ListAccessPolicies",
                                    Map.of(
                                            "maxResults",
                                            "5",
                                            "nextToken",
                                            page.at("/nextToken").asText()));
        }
        page.at("/accessPolicies").forEach(each -> names.add(each.at("/name").asText()));

        assertThat(names).contains("AmazonEKSClusterAdminPolicy", "AmazonEKSViewPolicy");
        assertThat(names).doesNotHaveDuplicates();
    }

    @Test
    void listsEntriesInPages() {
        standard();

        JsonNode first = prod("API").call("ListAccessEntries", Map.of("maxResults", "1"));

        assertThat(first.at("/accessEntries")).hasSize(1);
        assertThat(
                        principals(
                                Map.of(
                                        "maxResults",
                                        "1",
                                        "nextToken",
                                        first.at("/nextToken").asText())))
                .containsExactly(ClusterAccount.NODE);
    }

    private void standard() {
        prod("API").entry("CreateAccessEntry", Map.of());
    }

    private JsonNode associate(String policy, Map<String, Object> scope) {
        return prod("API")
                .entry("AssociateAccessPolicy", Map.of("policyArn", policy, "accessScope", scope));
    }

    private List<String> associated() {
        return prod("API")
                .entry("ListAssociatedAccessPolicies", Map.of())
                .at("/associatedAccessPolicies")
                .valueStream()
                .map(each -> each.at("/policyArn").asText())
                .toList();
    }

    private List<String> principals(Map<String, ?> request) {
        return prod("API")
                .call("ListAccessEntries", request)
                .at("/accessEntries")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    private List<Map<String, @Nullable Object>> overview() {
        return prod("API").account().sandbox().eks().nodeAccess();
    }

    /// @param mode used for the first time only
    private ClusterAccount prod(String mode) {
        if (opened == null) {
            opened = new ClusterAccount(folder, mode);
        }
        return opened;
    }

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
    }
}
