package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.NodeRoleAct.trust;

import dev.profileguard.sandbox.command.demo.stage.Stage;
import java.time.Duration;
import software.amazon.awssdk.services.iam.model.Tag;

/// NodeRoleCheck: an attacker wants EC2 to be able to assume a powerful role. The attack has the
/// number of docs/security.md.
final class NodeRoleAttackAct implements Act {
    private static final String ROLE = "AdminRole";
    private static final String WORKER = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";

    /// Until CloudTrail shows every call, and each event was delivered again.
    private static final Duration LATER = Duration.ofMinutes(20);

    private final Stage stage;

    NodeRoleAttackAct(Stage stage) {
        this.stage = stage;
    }

    @Override
    public void play() {
        stage.scene(
                "Attack 13: a role that claims to be a node role",
                "mallory may tag roles, and attach AWS's policies for nodes. She may not change a"
                        + " trust policy.");
        stage.user(
                "alice",
                iam ->
                        iam.createRole(r ->
                                r.roleName(ROLE)
                                        .assumeRolePolicyDocument(trust("ssm.amazonaws.com"))));
        stage.advance(LATER);
        stage.user(
                "mallory",
                iam -> {
                    iam.attachRolePolicy(r -> r.roleName(ROLE).policyArn(WORKER));
                    iam.tagRole(r ->
                            r.roleName(ROLE)
                                    .tags(
                                            Tag.builder()
                                                    .key("profile-guard")
                                                    .value("eks-node-role")
                                                    .build()));
                    iam.detachRolePolicy(r -> r.roleName(ROLE).policyArn(WORKER));
                });
        stage.advance(LATER);
        stage.expect(
                "EC2 cannot assume the role: its name is none of NodeRoleNames",
                !stage.account().trustOf(ROLE).contains("ec2.amazonaws.com"));
        stage.expect("a finding reports the role", stage.hasFinding("node-trust-wrong"));
        stage.expect(
                "the role only has what mallory gave it herself",
                stage.account().isAttached(ROLE, WORKER));
    }
}
