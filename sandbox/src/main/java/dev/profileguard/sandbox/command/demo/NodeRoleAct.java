package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createProfile;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRole;

import dev.profileguard.sandbox.command.demo.stage.Stage;
import java.time.Duration;
import software.amazon.awssdk.services.iam.IamClient;

/// NodeRoleCheck: the node role of a cluster is broken in several ways, and repaired.
final class NodeRoleAct implements Act {
    private static final String ROLE = "AmazonEKSNodeRole";
    private static final String WORKER = "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy";
    private static final String PULL = "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly";
    private static final String CNI = "arn:aws:iam::aws:policy/AmazonEKS_CNI_Policy";
    private static final String FOR_EC2 = trust("ec2.amazonaws.com");
    private static final String FOR_EKS = trust("eks.amazonaws.com");
    private static final String NO_IMAGES =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"ecr:*\",\"Resource\":\"*\"}]}";

    /// The delay of the queue, and a little more.
    private static final Duration DELAY = Duration.ofSeconds(125);

    private final Stage stage;

    NodeRoleAct(Stage stage) {
        this.stage = stage;
    }

    /// A trust policy for a service.
    static String trust(String service) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"%s\"},\"Action\":\"sts:AssumeRole\"}]}"
                .formatted(service);
    }

    @Override
    public void play() {
        made();
        trustBroken();
        trustChanged();
        policyDetached();
        denied();
        cniOnTheNodeRole();
        tooMuch();
        useless();
    }

    private void made() {
        stage.scene(
                "Somebody makes a node role step by step",
                "NodeRoleCheck waits until the steps are done, and then finds nothing wrong.");
        stage.user("alice", iam -> createRole(iam, ROLE));
        stage.user("alice", iam -> attach(iam, WORKER));
        stage.user("alice", iam -> attach(iam, PULL));
        stage.user("alice", iam -> createProfile(iam, ROLE, ROLE));
        stage.advance(DELAY);
        stage.expect("no finding reports it", !stage.hasFinding("node-policy-missing"));
    }

    private void trustBroken() {
        stage.scene(
                "Somebody untrusted takes EC2 out of its trust policy",
                "The nodes lose their credentials within hours, and new ones get none.");
        stage.user("mallory", iam -> trust(iam, FOR_EKS));
        stage.advance(DELAY);
        stage.expect("a finding names mallory", stage.hasFinding("node-trust-wrong"));
        stage.expect(
                "EC2 may assume the role again, and the other statement is kept",
                trusts("ec2.amazonaws.com") && trusts("eks.amazonaws.com"));
        stage.expect("the profile was useless, too", stage.hasFinding("profile-useless"));
    }

    private void trustChanged() {
        stage.scene(
                "A trusted principal does the same",
                "NodeRoleCheck leaves what a trusted principal decides, and reports it.");
        stage.user("alice", iam -> trust(iam, FOR_EKS));
        stage.advance(DELAY);
        stage.expect(
                "a finding has the command with the whole policy",
                stage.findingsMention("aws iam update-assume-role-policy"));
        stage.expect("the trust policy stays", !trusts("ec2.amazonaws.com"));
        stage.user("alice", iam -> trust(iam, FOR_EC2));
        stage.advance(DELAY);
    }

    private void policyDetached() {
        stage.scene(
                "Somebody untrusted detaches a policy that nodes need",
                "No node joins the cluster. CloudTrail proves that the policy was attached"
                        + " before.");
        stage.user("mallory", iam -> iam.detachRolePolicy(r -> r.roleName(ROLE).policyArn(WORKER)));
        stage.advance(DELAY);
        stage.expect("a finding names the actions", stage.hasFinding("node-policy-missing"));
        stage.expect("the policy is attached again", stage.account().isAttached(ROLE, WORKER));
    }

    private void denied() {
        stage.scene(
                "An inline policy denies what a managed policy allows",
                "All policies are attached, and no node can pull an image.");
        stage.user(
                "bob",
                iam ->
                        iam.putRolePolicy(r ->
                                r.roleName(ROLE)
                                        .policyName("no-images")
                                        .policyDocument(NO_IMAGES)));
        stage.advance(DELAY);
        stage.expect("a finding names the policy", stage.hasFinding("node-permission-denied"));
        stage.user(
                "bob", iam -> iam.deleteRolePolicy(r -> r.roleName(ROLE).policyName("no-images")));
        stage.advance(DELAY);
    }

    private void cniOnTheNodeRole() {
        stage.scene(
                "The policy of the CNI plugin is attached to the node role",
                "It works. The finding shows the better way, with its commands.");
        stage.user("alice", iam -> attach(iam, CNI));
        stage.advance(DELAY);
        stage.expect("a finding says so", stage.hasFinding("node-cni-on-node-role"));
        stage.expect(
                "with the commands for a role of its own",
                stage.findingsMention("aws eks create-pod-identity-association"));
    }

    private void tooMuch() {
        stage.scene(
                "Somebody makes the nodes administrators",
                "Whoever gets into a pod is an administrator, too.");
        stage.user(
                "bob",
                iam ->
                        iam.attachRolePolicy(r ->
                                r.roleName(ROLE)
                                        .policyArn("arn:aws:iam::aws:policy/AdministratorAccess")));
        stage.advance(DELAY);
        stage.expect("a finding warns", stage.hasFinding("node-role-too-broad"));
    }

    private void useless() {
        stage.scene(
                "A role that EC2 cannot assume gets into a profile",
                "IAM puts it in and says nothing. Instances with it get no credentials.");
        stage.user(
                "alice",
                iam ->
                        iam.createRole(
                                r -> r.roleName("nightly").assumeRolePolicyDocument(FOR_EKS)));
        stage.user("alice", iam -> createProfile(iam, "nightly", "nightly"));
        stage.advance(DELAY);
        stage.expect(
                "a finding says what the profile lacks",
                stage.findingsMention("is useless until EC2 may assume its role nightly"));
    }

    private boolean trusts(String service) {
        return stage.account().trustOf(ROLE).contains(service);
    }

    private static void attach(IamClient iam, String policy) {
        iam.attachRolePolicy(r -> r.roleName(ROLE).policyArn(policy));
    }

    private static void trust(IamClient iam, String document) {
        iam.updateAssumeRolePolicy(r -> r.roleName(ROLE).policyDocument(document));
    }
}
