package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.add;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createProfile;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRole;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRoles;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.remove;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.swap;

import dev.profileguard.sandbox.command.demo.stage.AccountView;
import dev.profileguard.sandbox.command.demo.stage.Fleet;
import dev.profileguard.sandbox.command.demo.stage.RotationStage;
import dev.profileguard.sandbox.command.demo.stage.RotationStage.Answer;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import java.time.Duration;
import java.util.List;
import software.amazon.awssdk.services.iam.IamClient;

/// ProfileRotation: what runs on a profile gets a new one, and then the old one is deleted.
final class RotationAct implements Act {
    private static final List<String> NODE_POLICIES =
            List.of(
                    "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy",
                    "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly");

    private final Stage stage;
    private final RotationStage rotation;
    private final AccountView account;
    private final Fleet fleet;

    RotationAct(Stage stage) {
        this.stage = stage;
        this.rotation = stage.rotation();
        this.account = stage.account();
        this.fleet = rotation.fleet();
    }

    @Override
    public void play() {
        edited();
        scalingGroup();
        gke();
        recreatedRole();
    }

    private void edited() {
        stage.scene(
                "Somebody edits a profile that instances run on",
                "bob means well: web-asg is to get role web-v2. ProfileGuard puts web back, and"
                        + " its finding has the right way.");
        rotation.happens(
                "alice has made role web, web-v2 and profile prod-web, with which 3 instances of"
                        + " Auto Scaling group web-asg run",
                () -> {
                    stage.user(
                            "alice",
                            iam -> {
                                createRoles(iam, "web", "web-v2");
                                createProfile(iam, "prod-web", "web");
                            });
                    fleet.group("alice", "web-asg", "prod-web", 3);
                });
        rotation.pass(Duration.ofMinutes(1));
        rotation.sweep();
        rotation.happens(
                "bob puts web-v2 into prod-web",
                () -> stage.user("bob", iam -> swap(iam, "prod-web", "web", "web-v2")));
        stage.show("after", "prod-web");
        stage.expect("web is back", account.roleIn("prod-web").equals("web"));
        stage.expect(
                "the finding role-reverted says: ./guard rotate prod-web --role web-v2",
                stage.hasFinding("role-reverted")
                        && stage.findingsMention("./guard rotate prod-web --role web-v2"));
    }

    private void scalingGroup() {
        String request =
                "{\"start\": {\"profile\": \"prod-web\", \"role\": \"web-v2\", \"do\": true}}";
        stage.scene(
                "An Auto Scaling group gets a new profile, and Lambda kills the function",
                "Each invocation reads what is done, so the same request goes on.");
        stage.show("before", "prod-web");
        rotation.killed("ModifyLaunchTemplate", "bob", request);
        stage.expect(
                "the new version of the launch template is there, and not used yet",
                fleet.versions("web-asg") == 2 && fleet.with("prod-web").size() == 3);
        Answer answer = rotation.repeat("bob", request, "rotation-unused");
        stage.show("after", answer.to());
        stage.expect("there is no third version", fleet.versions("web-asg") == 2);
        stage.expect("3 instances run with it", fleet.with(answer.to()).size() == 3);
        rotation.finish("bob", "prod-web");
    }

    private void gke() {
        stage.scene(
                "A node pool of GKE on AWS gets a new profile",
                "Only Google's tools may change it, and AWS does not show its name. The request"
                        + " names it.");
        rotation.happens(
                "alice has made profile prod-pool with role pool, and node pool np of cluster prod"
                        + " has 2 instances with it",
                () -> {
                    stage.user("alice", iam -> createRole(iam, "pool"));
                    stage.user("alice", iam -> createProfile(iam, "prod-pool", "pool"));
                    node("prod-pool");
                });
        List<String> old = fleet.with("prod-pool");
        Answer answer =
                rotation.ask(
                        "alice",
                        """
                        {"start": {"profile": "prod-pool", "do": true, "for": [{"gkeCluster":\
                         "prod", "gkeNodePool": "np", "location": "us-west1"}]}}\
                        """);
        String command =
                "gcloud container aws node-pools update np --cluster=prod --location=us-west1"
                        + " --iam-instance-profile="
                        + answer.to();
        stage.expect(
                "it has the command for gcloud, and the instances keep their profile",
                answer.commands().anyMatch(command::equals) && fleet.with("prod-pool").equals(old));
        rotation.happens(
                "alice runs it: GKE starts 2 instances with the new profile, and terminates the"
                        + " old ones",
                () -> {
                    node(answer.to());
                    old.forEach(each -> stage.terminate("alice", each));
                });
        rotation.pass(Duration.ofMinutes(2));
        rotation.finish("alice", "prod-pool");
    }

    private void node(String profile) {
        fleet.launch("alice", 2, profile, "gke:multicloud:cluster-id", "0e1d2c3b");
    }

    private void recreatedRole() {
        stage.scene(
                "Somebody deletes the role of nodes, and makes it again",
                "Its ID is new. The access entry of the cluster means the old one, and so does the"
                        + " baseline of the profile.");
        rotation.happens(
                "alice has made role nodes and profile prod-nodes; an access entry lets nodes with"
                        + " the role join cluster shop of EKS",
                this::cluster);
        rotation.pass(Duration.ofMinutes(1));
        stage.expect("nodes can join", fleet.letsNodesIn("shop", "nodes"));
        stage.show("before", "prod-nodes");
        rotation.happens(
                "mallory deletes role nodes, makes it again, and puts it into prod-nodes",
                () -> stage.user("mallory", RotationAct::recreate));
        stage.show("after", "prod-nodes");
        stage.expect(
                "a finding says so, and what asks for the commands",
                stage.hasFinding("role-recreated") && stage.findingsMention("\"mend\""));
        stage.expect("nodes cannot join", !fleet.letsNodesIn("shop", "nodes"));
        Answer mending = rotation.ask("alice", "{\"mend\": {\"role\": \"nodes\"}}");
        rotation.run("alice", mending, "aws eks");
        stage.expect("nodes can join again", fleet.letsNodesIn("shop", "nodes"));
        rotation.adopt("alice", "prod-nodes");
        Answer answer =
                rotation.ask("alice", "{\"start\": {\"profile\": \"prod-nodes\", \"do\": true}}");
        stage.expect(
                "the node has the new profile, whose baseline has the new role",
                fleet.with(answer.to()).size() == 1);
        rotation.finish("alice", "prod-nodes");
    }

    private void cluster() {
        stage.user(
                "alice",
                iam -> {
                    iam.createRole(r ->
                            r.roleName("shop-cluster")
                                    .assumeRolePolicyDocument(
                                            NodeRoleAct.trust("eks.amazonaws.com")));
                    nodeRole(iam);
                    createProfile(iam, "prod-nodes", "nodes");
                });
        fleet.cluster("alice", "shop", "shop-cluster", "nodes");
        fleet.launch("alice", 1, "prod-nodes", "kubernetes.io/cluster/shop", "owned");
    }

    private static void nodeRole(IamClient iam) {
        createRole(iam, "nodes");
        NODE_POLICIES.forEach(
                policy -> iam.attachRolePolicy(r -> r.roleName("nodes").policyArn(policy)));
    }

    private static void recreate(IamClient iam) {
        remove(iam, "prod-nodes", "nodes");
        NODE_POLICIES.forEach(
                policy -> iam.detachRolePolicy(r -> r.roleName("nodes").policyArn(policy)));
        iam.deleteRole(r -> r.roleName("nodes"));
        nodeRole(iam);
        add(iam, "prod-nodes", "nodes");
    }
}
