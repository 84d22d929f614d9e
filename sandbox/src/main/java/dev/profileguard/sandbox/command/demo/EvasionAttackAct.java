package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.add;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createProfile;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRoles;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.remove;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.swap;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.tag;

import dev.profileguard.sandbox.command.demo.stage.AccountView;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import java.time.Duration;
import software.amazon.awssdk.services.iam.model.Tag;

/// ProfileGuard: what an attacker tries, so that the guard leaves a profile alone. The attacks have
/// the numbers of docs/security.md.
final class EvasionAttackAct implements Act {
    private static final String OF_EKS = "eks-90c8a1d3-5f2e-4b7a-9c11-2f6d3a8b7e10";
    private static final String NODES = "eks-prod-nodes";

    private final Stage stage;
    private final AccountView account;

    EvasionAttackAct(Stage stage) {
        this.stage = stage;
        this.account = stage.account();
    }

    @Override
    public void play() {
        outlastTheBreaker();
        looksLikeAService();
        pathOfAService();
        madeByAService();
        new TableAttackAct(stage).play();
    }

    private void outlastTheBreaker() {
        stage.scene(
                "Attack 8: change the profile until the circuit breaker opens",
                "After BreakerReverts=5 repairs within ten minutes, ProfileGuard pauses. mallory"
                        + " makes her change once more than that.");
        stage.user(
                "deployer",
                iam -> {
                    createRoles(iam, "web", "web-v2", "intruder");
                    createProfile(iam, "prod-web", "web");
                    createProfile(iam, NODES, "web");
                });
        stage.settle();
        stage.attack().again(5, "mallory", iam -> swap(iam, "prod-web", "web", "intruder"));
        stage.expect(
                "each is reverted",
                stage.findings("role-reverted") == 5 && account.roleIn("prod-web").equals("web"));
        stage.user("mallory", iam -> swap(iam, "prod-web", "web", "intruder"));
        stage.settle();
        stage.show("sixth", "prod-web");
        stage.expect(
                "the sixth change stays for now, and the finding names her",
                account.roleIn("prod-web").equals("intruder")
                        && stage.hasFinding("breaker-open")
                        && stage.findingsMention("user/mallory"));
        stage.advance(Duration.ofMinutes(11));
        stage.show("after", "prod-web");
        stage.expect(
                "at the end of the pause, ProfileGuard looks again without an event, and web is"
                        + " back",
                account.roleIn("prod-web").equals("web"));
    }

    private void looksLikeAService() {
        stage.scene(
                "Attack 12: a guarded profile that looks like a service's",
                "Profiles of services are never touched. GuardedProfiles contains eks-*, and the"
                        + " name of eks-prod-nodes looks like one of EKS. mallory adds the tags of"
                        + " Karpenter.");
        stage.show("before", NODES);
        stage.user(
                "mallory",
                iam -> {
                    tag(iam, NODES, of("karpenter.sh/managed-by", "prod"));
                    swap(iam, NODES, "web", "intruder");
                });
        stage.settle();
        stage.show("after", NODES);
        stage.expect("it is still guarded: web is back", account.roleIn(NODES).equals("web"));
    }

    private void pathOfAService() {
        stage.scene(
                "Attack 12: the path of a service",
                "mallory deletes the profile, and creates it again with the path of Karpenter and"
                        + " with her role.");
        stage.user(
                "mallory",
                iam -> {
                    remove(iam, NODES, "web");
                    iam.deleteInstanceProfile(r -> r.instanceProfileName(NODES));
                    iam.createInstanceProfile(r ->
                            r.instanceProfileName(NODES).path("/karpenter/us-east-1/prod/1f2e/"));
                    add(iam, NODES, "intruder");
                });
        stage.settle();
        stage.show("after", NODES);
        stage.expect(
                "it is still guarded: her role is out, and no role goes into a profile that she"
                        + " made",
                account.roleIn(NODES).isEmpty()
                        && stage.hasFinding("profile-recreated")
                        && stage.hasFinding("role-withheld"));
    }

    private void madeByAService() {
        stage.scene(
                "Attack 12: for comparison, a profile that EKS really made",
                "Its name, eks- and a UUID, matches eks-* too. The name and the caller show that"
                        + " EKS made it.");
        stage.attack().eks(iam -> createProfile(iam, OF_EKS, "web"));
        stage.settle();
        stage.attack().eks(iam -> swap(iam, OF_EKS, "web", "web-v2"));
        stage.settle();
        stage.show("after", OF_EKS);
        stage.expect("ProfileGuard leaves it alone", account.roleIn(OF_EKS).equals("web-v2"));
        stage.expect(
                "a finding says that a profile that is meant to be guarded is not",
                stage.hasFinding("guard-exempt") && stage.findingsMention(OF_EKS));
    }

    private static Tag of(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
