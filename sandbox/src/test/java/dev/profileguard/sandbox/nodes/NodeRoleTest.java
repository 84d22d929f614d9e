package dev.profileguard.sandbox.nodes;

import static dev.profileguard.sandbox.AccountUnderTest.add;
import static dev.profileguard.sandbox.AccountUnderTest.createProfile;
import static dev.profileguard.sandbox.AccountUnderTest.createRole;
import static dev.profileguard.sandbox.AccountUnderTest.trust;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.Tag;

class NodeRoleTest {
    private static final String ROLE = "AmazonEKSNodeRole";
    private static final String DENY =
            "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"ecr:*\",\"Resource\":\"*\"}}";
    private static final String ALLOW = DENY.replace("Deny", "Allow").replace("ecr", "s3");

    private final NodeAccount account = new NodeAccount();

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void saysNothingWhileSomebodyMakesANodeRoleStepByStep() {
        createRole(account.as("alice"), ROLE);
        account.attach(ROLE, NodeAccount.WORKER);
        account.attach(ROLE, NodeAccount.PULL);
        createProfile(account.as("alice"), ROLE);
        add(account.as("alice"), ROLE, ROLE);

        account.afterTheDelay();

        assertThat(account.findings()).isEmpty();
    }

    @Test
    void namesWhoTookEc2OutOfTheTrustPolicy() {
        account.withNodeRole(ROLE);

        account.trust(account.as("mallory"), ROLE, "eks.amazonaws.com");
        account.afterTheDelay();

        assertThat(account.findings())
                .containsExactlyInAnyOrder("node-trust-wrong", "profile-useless");
        assertThat(actor("node-trust-wrong")).endsWith("user/mallory");
        assertThat(actor("profile-useless")).endsWith("user/mallory");
    }

    @Test
    void knowsTheNodeRoleOfAnyNameByItsProfileAndItsPolicies() {
        account.withNodeRole("prod-workers");

        account.trust(account.as("mallory"), "prod-workers", "eks.amazonaws.com");
        account.afterTheDelay();

        assertThat(account.findings())
                .containsExactlyInAnyOrder("node-trust-wrong", "profile-useless");
    }

    @Test
    void saysWhatADetachedPolicyLeavesMissing() {
        account.withNodeRole("prod-workers");

        account.detach("prod-workers", NodeAccount.WORKER);
        account.afterTheDelay();

        assertThat(account.findings()).containsExactly("node-policy-missing");
        assertThat(actor("node-policy-missing")).endsWith("user/mallory");
    }

    @Test
    void takesBackAFindingWhenTheCauseIsGone() {
        account.withNodeRole(ROLE);
        account.detach(ROLE, NodeAccount.PULL);
        account.afterTheDelay();
        assertThat(account.findings()).containsExactly("node-registry-access-missing");

        account.attach(ROLE, NodeAccount.PULL);
        account.afterTheDelay();

        assertThat(account.entries().toString()).contains("node-role-right");
    }

    @Test
    void costsOneReadForARoleThatIsNoNodeRole() {
        createRole(account.as("alice"), "app");
        account.attach("app", NodeAccount.AWS + "AmazonS3ReadOnlyAccess");
        account.afterTheDelay();
        assertThat(account.calls()).containsExactly("ListAttachedRolePolicies");
        account.forget();

        account.as("alice")
                .createRole(r ->
                        r.roleName("fn").assumeRolePolicyDocument(trust("lambda.amazonaws.com")));
        account.trust(account.as("alice"), "fn", "scheduler.amazonaws.com");
        account.afterTheDelay();
        assertThat(account.calls()).containsExactly("ListInstanceProfilesForRole");
        account.forget();

        createProfile(account.as("alice"), "app");
        add(account.as("alice"), "app", "app");
        account.afterTheDelay();
        assertThat(account.calls()).containsExactly("GetInstanceProfile");
        assertThat(account.findings()).isEmpty();
    }

    @Test
    void costsThreeReadsAndTheNewDocumentsForANodeRoleThatIsRight() {
        account.withNodeRole("prod-workers");

        account.as("alice")
                .putRolePolicy(
                        r -> r.roleName("prod-workers").policyName("s3").policyDocument(ALLOW));
        account.afterTheDelay();

        assertThat(account.calls())
                .containsExactly(
                        "ListAttachedRolePolicies",
                        "GetRole",
                        "ListRolePolicies",
                        "GetRolePolicy",
                        "GetPolicy",
                        "GetPolicy");
    }

    @Test
    void findsTheRolesOfAPolicyWithAnotherDefaultVersion() {
        account.withNodeRole("prod-workers");
        String arn =
                account.as("alice")
                        .createPolicy(r -> r.policyName("more").policyDocument(ALLOW))
                        .policy()
                        .arn();
        account.attach("prod-workers", arn);
        createRole(account.as("alice"), "app");
        account.attach("app", arn);
        account.afterTheDelay();
        account.forget();

        account.as("mallory")
                .createPolicyVersion(r -> r.policyArn(arn).policyDocument(DENY).setAsDefault(true));
        account.afterTheDelay();

        assertThat(account.findings()).containsExactly("node-permission-denied");
        assertThat(actor("node-permission-denied")).endsWith("user/mallory");

        account.as("alice").setDefaultPolicyVersion(r -> r.policyArn(arn).versionId("v1"));
        account.forget();
        account.afterTheDelay();
        assertThat(account.findings()).isEmpty();
        assertThat(account.entries().toString()).contains("node-role-right");
    }

    @Test
    void saysThatABoundaryTakesAway() {
        account.withNodeRole(ROLE);
        String arn =
                account.as("alice")
                        .createPolicy(r -> r.policyName("limits").policyDocument(ALLOW))
                        .policy()
                        .arn();

        account.as("mallory")
                .putRolePermissionsBoundary(r -> r.roleName(ROLE).permissionsBoundary(arn));
        account.afterTheDelay();

        assertThat(account.findings()).containsExactly("node-permission-denied");
        assertThat(text("node-permission-denied", "cause"))
                .contains("the permissions boundary limits");
    }

    @Test
    void checksARoleThatSomebodyTagsAsANodeRole() {
        createRole(account.as("alice"), "workers");
        account.afterTheDelay();
        assertThat(account.findings()).isEmpty();

        account.as("alice")
                .tagRole(r ->
                        r.roleName("workers")
                                .tags(
                                        Tag.builder()
                                                .key("profile-guard")
                                                .value("eks-node-role")
                                                .build()));
        account.afterTheDelay();

        assertThat(account.findings())
                .containsExactly(
                        "node-policy-missing",
                        "node-registry-access-missing",
                        "node-profile-missing");
    }

    @Test
    void reportsInASweepWhatNoEventShowed() {
        account.withNodeRole(ROLE);
        account.withNodeRole("prod-workers");
        account.withoutEvents(
                "mallory",
                iam -> {
                    iam.detachRolePolicy(r -> r.roleName(ROLE).policyArn(NodeAccount.WORKER));
                    account.trust(iam, "prod-workers", "eks.amazonaws.com");
                    createRole(iam, "app");
                });
        account.forget();

        account.sweep();

        assertThat(account.findings())
                .containsExactlyInAnyOrder(
                        "node-policy-missing", "node-trust-wrong", "profile-useless");
        assertThat(actor("node-trust-wrong")).isEqualTo("unknown");
    }

    @Test
    void readsEachManagedPolicyOnceInASweep() {
        account.withNodeRole("workers-1");
        account.withNodeRole("workers-2");
        account.forget();

        account.sweep();

        assertThat(account.findings()).isEmpty();
        assertThat(
                        account.entries().stream()
                                .filter(each -> "GetPolicyVersion".equals(each.operation())))
                .hasSize(2);
    }

    /// The sandbox does not know the document of each policy of AWS.
    @Test
    void evaluatesTheOtherPoliciesWhereOneCannotBeRead() {
        account.withNodeRole(ROLE);

        account.attach(ROLE, NodeAccount.AWS + "ReadOnlyAccess");
        account.afterTheDelay();

        assertThat(account.findings()).containsExactly("node-policy-unreadable");
        assertThat(text("node-policy-unreadable", "cause"))
                .contains("The policy ReadOnlyAccess cannot be read: The sandbox has no document");
        account.forget();
        account.sweep();
        assertThat(account.findings()).doesNotContain("node-role-failed");
    }

    @Test
    void doesNotEvaluateWhatIsExempt() {
        try (NodeAccount exempt = new NodeAccount("ExemptNames", "Amazon*")) {
            createRole(exempt.as("alice"), ROLE);
            exempt.afterTheDelay();

            assertThat(exempt.findings()).isEmpty();
            assertThat(exempt.calls()).isEmpty();
        }
    }

    @Test
    void evaluatesNothingWhereItIsOff() {
        try (NodeAccount off = new NodeAccount("NodeRoleMode", "off")) {
            createRole(off.as("alice"), ROLE);
            off.afterTheDelay();

            assertThat(off.calls()).isEmpty();
        }
    }

    @Test
    void evaluatesTenManagedPoliciesOfFiveVersions() {
        account.withNodeRole(ROLE);
        for (int i = 0; i < 8; i++) {
            String name = "more-" + i;
            String arn =
                    account.as("alice")
                            .createPolicy(r -> r.policyName(name).policyDocument(ALLOW))
                            .policy()
                            .arn();
            for (int version = 0; version < 4; version++) {
                account.as("alice")
                        .createPolicyVersion(
                                r -> r.policyArn(arn).policyDocument(ALLOW).setAsDefault(true));
            }
            account.attach(ROLE, arn);
        }
        account.afterTheDelay();

        assertThat(account.findings()).isEmpty();
        assertThat(
                        account.invoke(
                                "NodeRoleCheck", "{\"show\": {\"role\": \"%s\"}}".formatted(ROLE)))
                .contains("Nothing is wrong with AmazonEKSNodeRole as a node role");
    }

    @Test
    void showsEachAnswerWithItsProof() {
        account.withNodeRole(ROLE);

        assertThat(
                        account.invoke(
                                "NodeRoleCheck", "{\"show\": {\"role\": \"%s\"}}".formatted(ROLE)))
                .contains("allowed by AmazonEKSWorkerNodePolicy", "instance-profile/" + ROLE)
                .doesNotContain("\"wrong\"");
        assertThat(account.invoke("NodeRoleCheck", "{\"show\": {\"role\": \"nobody\"}}"))
                .contains("There is no role nobody");
    }

    @Test
    void refusesARequestThatItDoesNotUnderstand() {
        for (String wrong :
                List.of(
                        "{}",
                        "{\"show\": {}}",
                        "{\"show\": {\"role\": 5}}",
                        "{\"show\": {\"profile\": \"web\"}}",
                        "{\"make\": {\"role\": \"a b\"}}",
                        "{\"make\": {\"role\": \"web\", \"cni\": \"both\"}}",
                        "{\"make\": {\"role\": \"web\", \"ipFamily\": 4}}",
                        "{\"take\": {\"role\": \"web\"}}")) {
            assertThat(account.invoke("NodeRoleCheck", wrong))
                    .as(wrong)
                    .contains("IllegalArgumentException");
        }
        assertThat(
                        account.invoke(
                                "NodeRoleCheck", "{\"make\": {\"role\": \"web\", \"cni\": \"x\"}}"))
                .contains("make.cni must be", "separate");
    }

    private String actor(String kind) {
        return text(kind, "actor");
    }

    private String text(String kind, String field) {
        Map<String, @Nullable Object> finding = account.finding(kind);
        return String.valueOf(finding.get(field));
    }
}
