package dev.profileguard.sandbox.nodes;

import static dev.profileguard.sandbox.AccountUnderTest.trust;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.Tag;

/// What NodeRoleCheck puts right with `NodeRoleMode=enforce`.
class NodeRepairTest {
    private static final String ROLE = "AmazonEKSNodeRole";
    private static final Duration CLOUD_TRAIL = Duration.ofMinutes(16);

    private final NodeAccount account =
            new NodeAccount(
                    "NodeRoleMode", "enforce", "TrustedPrincipals", "arn:aws:iam::*:user/alice");

    @AfterEach
    void close() {
        account.close();
    }

    @Test
    void letsEc2AssumeTheRoleAgain() {
        account.withNodeRole(ROLE);

        account.trust(account.as("mallory"), ROLE, "lambda.amazonaws.com");
        account.afterTheDelay();

        assertThat(account.trustOf(ROLE))
                .contains("lambda.amazonaws.com")
                .contains("ec2.amazonaws.com");
        assertThat(account.findings()).containsExactly("profile-useless", "node-trust-wrong");
        assertThat(done("node-trust-wrong"))
                .isEqualTo(
                        "[let EC2 assume role AmazonEKSNodeRole by one more statement in its trust"
                                + " policy: done]");
        assertThat(account.finding("node-trust-wrong").get("actor"))
                .asString()
                .endsWith("user/mallory");
        account.forget();
        account.afterTheDelay();
        assertThat(account.findings()).isEmpty();
        assertThat(account.entries().toString()).contains("profile-usable");
    }

    @Test
    void leavesAPolicyThatATrustedPrincipalSet() {
        account.withNodeRole(ROLE);

        account.trust(account.as("alice"), ROLE, "lambda.amazonaws.com");
        account.afterTheDelay();
        account.sandbox().advance(CLOUD_TRAIL);
        account.sweep();

        assertThat(account.trustOf(ROLE)).doesNotContain("ec2.amazonaws.com");
        assertThat(account.findings()).contains("node-trust-wrong");
    }

    @Test
    void believesNoTagOnTheRoleOfAnAdministrator() {
        account.as("alice")
                .createRole(r ->
                        r.roleName("admin")
                                .assumeRolePolicyDocument(trust("lambda.amazonaws.com")));
        account.as("mallory")
                .tagRole(r ->
                        r.roleName("admin")
                                .tags(
                                        Tag.builder()
                                                .key("profile-guard")
                                                .value("eks-node-role")
                                                .build()));
        account.attach(account.as("mallory"), "admin", NodeAccount.WORKER);
        account.afterTheDelay();
        account.sandbox().advance(CLOUD_TRAIL);
        account.sweep();

        assertThat(account.trustOf("admin")).doesNotContain("ec2.amazonaws.com");
        assertThat(account.findings()).contains("node-trust-wrong");
    }

    @Test
    void attachesAPolicyAgainOnceCloudTrailShowsWhoDetachedIt() {
        account.withNodeRole("prod-workers");

        account.sandbox().faults().set("fail", "LookupEvents:1");
        account.detach("prod-workers", NodeAccount.WORKER);
        account.afterTheDelay();
        List<String> early = account.attachedTo("prod-workers");
        account.sandbox().advance(CLOUD_TRAIL);

        assertThat(early).doesNotContain("AmazonEKSWorkerNodePolicy");
        assertThat(account.attachedTo("prod-workers")).contains("AmazonEKSWorkerNodePolicy");
        assertThat(account.finding("node-policy-missing").get("actor"))
                .asString()
                .endsWith("user/mallory");
        assertThat(done("node-policy-missing"))
                .isEqualTo(
                        "[attach arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy to role"
                                + " prod-workers: done]");
    }

    @Test
    void leavesAPolicyThatATrustedPrincipalDetached() {
        account.withNodeRole(ROLE);

        account.as("alice").detachRolePolicy(r -> r.roleName(ROLE).policyArn(NodeAccount.WORKER));
        account.afterTheDelay();
        account.sandbox().advance(CLOUD_TRAIL);
        account.sweep();

        assertThat(account.attachedTo(ROLE)).doesNotContain("AmazonEKSWorkerNodePolicy");
    }

    /// Whoever may invoke the function can hand it any event.
    @Test
    void attachesNothingForAnEventThatCloudTrailDoesNotKnow() {
        account.as("alice")
                .createRole(r ->
                        r.roleName("app").assumeRolePolicyDocument(trust("ec2.amazonaws.com")));
        account.afterTheDelay();
        account.forget();

        account.handIn("root", "NodeRoleCheck", FORGED);
        for (int i = 0; i < 8; i++) {
            account.sandbox().advance(Duration.ofMinutes(5));
        }

        assertThat(account.attachedTo("app")).isEmpty();
        assertThat(account.findings()).contains("node-policy-missing");
    }

    @Test
    void repairsInASweepWhatAnEventMissed() {
        account.withNodeRole(ROLE);
        account.withoutEvents(
                "mallory",
                iam -> {
                    account.trust(iam, ROLE, "lambda.amazonaws.com");
                    iam.detachRolePolicy(r -> r.roleName(ROLE).policyArn(NodeAccount.PULL));
                });
        account.sandbox().advance(CLOUD_TRAIL);

        account.sweep();
        account.sandbox().settle();

        assertThat(account.trustOf(ROLE)).contains("ec2.amazonaws.com");
        assertThat(account.attachedTo(ROLE)).contains("AmazonEC2ContainerRegistryPullOnly");
        assertThat(account.finding("node-registry-access-missing").get("actor"))
                .asString()
                .endsWith("user/mallory");
        account.forget();
        account.sweep();
        assertThat(account.findings()).isEmpty();
    }

    @Test
    void stopsWhenSomebodyKeepsChangingTheRole() {
        try (NodeAccount fought =
                new NodeAccount("NodeRoleMode", "enforce", "BreakerReverts", "3")) {
            fought.withNodeRole(ROLE);

            for (int i = 0; i < 4; i++) {
                fought.trust(fought.as("mallory"), ROLE, "lambda.amazonaws.com");
                fought.afterTheDelay();
            }

            assertThat(fought.findings()).contains("node-breaker-open");
            assertThat(fought.trustOf(ROLE)).doesNotContain("ec2.amazonaws.com");
            fought.sandbox().advance(Duration.ofMinutes(11));
            fought.sweep();
            assertThat(fought.trustOf(ROLE)).contains("ec2.amazonaws.com");
        }
    }

    @Test
    void replacesNoPolicyThatSomebodyChangesInTheLastMoment() {
        account.withNodeRole(ROLE);
        account.trust(account.as("mallory"), ROLE, "lambda.amazonaws.com");
        AtomicInteger reads = new AtomicInteger();
        account.beforeEach(
                "GetRole",
                () -> {
                    if (reads.incrementAndGet() == 2) { // the one right before the write
                        account.trust(account.as("alice"), ROLE, "glue.amazonaws.com");
                    }
                });
        account.afterTheDelay();
        account.afterTheDelay();

        assertThat(reads.get()).isGreaterThan(2);
        assertThat(account.trustOf(ROLE))
                .contains("glue.amazonaws.com")
                .doesNotContain("ec2.amazonaws.com");
    }

    @Test
    void onlySaysWhatItWouldDoWhereItObserves() {
        try (NodeAccount observing = new NodeAccount()) {
            observing.withNodeRole(ROLE);
            observing.trust(observing.as("mallory"), ROLE, "lambda.amazonaws.com");
            observing.afterTheDelay();

            assertThat(observing.trustOf(ROLE)).doesNotContain("ec2.amazonaws.com");
            assertThat(observing.finding("node-trust-wrong").get("done"))
                    .asString()
                    .endsWith(": would-do]");
            assertThat(observing.invoke("Backfill", "{\"mode\": \"plan\"}"))
                    .doesNotContain("UpdateTrustPolicy");
        }
    }

    /// As `sam local invoke` hands it in, while CloudTrail shows nothing.
    @Test
    void answersAnEventAtOnceWhereItObserves() {
        try (NodeAccount observing = new NodeAccount()) {
            observing.withNodeRole("app");
            observing.detach("app", NodeAccount.WORKER);
            observing.sandbox().faults().set("fail", "LookupEvents:1");
            String now = observing.sandbox().clock().instant().toString();

            assertThat(
                            observing.invoke(
                                    "NodeRoleCheck", FORGED.replace("2026-01-15T09:30:00Z", now)))
                    .contains("node-policy-missing")
                    .doesNotContain("errorMessage");
        }
    }

    @Test
    void appliesAPlan() {
        account.withNodeRole(ROLE);
        account.withoutEvents("mallory", iam -> account.trust(iam, ROLE, "lambda.amazonaws.com"));
        account.sandbox().advance(CLOUD_TRAIL);
        String plan = account.invoke("Backfill", "{\"mode\": \"plan\"}");
        String id = plan.replaceAll("(?s).*\"plan\":\"([^\"]+)\".*", "$1");

        String applied =
                account.invoke("Backfill", "{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(id));

        assertThat(plan).contains("let EC2 assume role AmazonEKSNodeRole");
        assertThat(applied).contains("done");
        assertThat(account.trustOf(ROLE)).contains("ec2.amazonaws.com");
    }

    @Test
    void triesAgainAfterAnErrorOfIam() {
        account.withNodeRole(ROLE);
        account.trust(account.as("mallory"), ROLE, "lambda.amazonaws.com");
        account.sandbox().faults().set("fail", "UpdateAssumeRolePolicy:1");
        account.afterTheDelay();
        account.sandbox().advance(Duration.ofMinutes(7));

        assertThat(account.trustOf(ROLE)).contains("ec2.amazonaws.com");
    }

    /// IAM shows the ID of the deleted user in its place, so nobody is known to have set this
    /// policy. It would accept no change of it either.
    @Test
    void leavesAPolicyThatNamesADeletedPrincipal() {
        account.withNodeRole(ROLE);
        account.as("alice").createUser(r -> r.userName("gone"));
        account.as("mallory")
                .updateAssumeRolePolicy(r ->
                        r.roleName(ROLE)
                                .policyDocument(
                                        trust("x")
                                                .replace(
                                                        "\"Service\": \"x\"",
                                                        "\"AWS\":"
                                                            + " \"arn:aws:iam::123456789012:user/gone\"")));
        account.as("alice").deleteUser(r -> r.userName("gone"));
        account.afterTheDelay();

        assertThat(account.findings()).containsExactly("profile-useless", "node-trust-wrong");
        assertThat(account.trustOf(ROLE)).doesNotContain("ec2.amazonaws.com");
    }

    /// What IAM does not accept is reported, and does not keep the other repair from being made.
    @Test
    void repairsTheRestWhereIamDoesNotAcceptOneRepair() {
        account.withNodeRole(ROLE);
        String long1 = "x".repeat(1_850);
        account.as("mallory")
                .updateAssumeRolePolicy(r ->
                        r.roleName(ROLE)
                                .policyDocument(
                                        trust("lambda.amazonaws.com")
                                                .replace(
                                                        "\"Effect\"",
                                                        "\"Sid\": \"%s\", \"Effect\""
                                                                .formatted(long1))));
        account.detach(ROLE, NodeAccount.PULL);
        account.afterTheDelay();
        account.sweep();

        assertThat(account.attachedTo(ROLE)).contains("AmazonEC2ContainerRegistryPullOnly");
        assertThat(done("node-trust-wrong")).contains(": rejected (Cannot exceed quota");
        assertThat(String.valueOf(account.finding("node-trust-wrong").get("todo")))
                .contains("Remove what the role does not need");
    }

    private String done(String kind) {
        Map<String, @Nullable Object> finding = account.finding(kind);
        return String.valueOf(finding.get("done"));
    }

    private static final String FORGED =
            """
            {"version": "0", "id": "1", "account": "123456789012", "source": "aws.iam",
             "detail-type": "AWS API Call via CloudTrail", "region": "us-east-1",
             "detail": {"eventVersion": "1.08", "eventSource": "iam.amazonaws.com",
              "eventName": "DetachRolePolicy", "eventID": "11111111-2222-3333-4444-555555555555",
              "eventTime": "2026-01-15T09:30:00Z", "awsRegion": "us-east-1",
              "recipientAccountId": "123456789012",
              "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/mallory",
               "accountId": "123456789012", "userName": "mallory"},
              "requestParameters": {"roleName": "app",
               "policyArn": "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"}}}
            """;
}
