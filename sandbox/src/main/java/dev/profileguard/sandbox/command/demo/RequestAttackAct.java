package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createProfile;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRoles;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.swap;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.tag;

import dev.profileguard.sandbox.command.demo.stage.AccountView;
import dev.profileguard.sandbox.command.demo.stage.ForgedEvent;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import java.time.Duration;
import java.time.Instant;
import software.amazon.awssdk.services.iam.model.Tag;

/// ProfileGuard: an attacker may invoke the function, and `ManualRequests` is `show`. The attack
/// has the number of docs/security.md.
final class RequestAttackAct implements Act {
    private final Stage stage;
    private final AccountView account;

    RequestAttackAct(Stage stage) {
        this.stage = stage;
        this.account = stage.account();
    }

    @Override
    public void play() {
        requestsThatChangeSomething();
        releaseOfHerOwn();
        releaseByATrustedPrincipal();
        requestsThatShow();
    }

    private void requestsThatChangeSomething() {
        stage.scene(
                "Attack 11: requests by hand",
                "mallory may invoke the function, and an invocation does not say who made it. She"
                        + " asks to adopt her change, and to release the profile.");
        stage.user(
                "deployer",
                iam -> {
                    createRoles(iam, "web", "web-v2", "intruder");
                    createProfile(iam, "prod-web", "web");
                });
        stage.settle();
        stage.user("mallory", iam -> swap(iam, "prod-web", "web", "intruder"));
        refused("{\"adopt\": {\"profile\": \"prod-web\"}}");
        refused(
                "{\"release\": {\"profile\": \"prod-web\", \"minutes\": 60, \"reason\":"
                        + " \"incident\"}}");
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect("her change is reverted", account.roleIn("prod-web").equals("web"));
    }

    private void refused(String request) {
        String error = stage.attack().request("mallory", request);
        stage.expect(
                "the request is refused, and the error says what to do instead",
                error.contains("ManualRequests is show") && error.contains("TrustedPrincipals"));
    }

    private void releaseOfHerOwn() {
        stage.scene(
                "Attack 11: a release by a tag that anybody can set",
                "profile-guard:release=PT24H on a profile releases it for a day, if a trusted"
                        + " principal sets it. mallory sets it, hands in an event which says that"
                        + " deployer did, and swaps the role.");
        stage.user("mallory", iam -> tag(iam, "prod-web", release("PT24H")));
        stage.settle();
        String event = tagOfDeployer(stage.now());
        stage.handIn("mallory", "mallory invokes the function with the event", event);
        stage.user("mallory", iam -> swap(iam, "prod-web", "web", "intruder"));
        stage.advance(Duration.ofMinutes(31));
        stage.handIn("mallory", "half an hour later she tries again", event);
        stage.show("after", "prod-web");
        stage.expect(
                "CloudTrail does not know the event: nothing is released, and web is back",
                account.roleIn("prod-web").equals("web")
                        && stage.hasFinding("adoption-unproven")
                        && !stage.hasFinding("released"));
        stage.expect(
                "a finding says that her tag releases nothing",
                stage.hasFinding("release-refused") && stage.findingsMention("user/mallory"));
    }

    private void releaseByATrustedPrincipal() {
        stage.scene(
                "A release by a trusted principal",
                "In an incident, deployer releases the profile for half an hour, and alice changes"
                        + " its role.");
        stage.user("deployer", iam -> tag(iam, "prod-web", release("PT30M")));
        stage.settle();
        stage.user("alice", iam -> swap(iam, "prod-web", "web", "web-v2"));
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect(
                "CloudTrail proves who set the tag: the change stays, and is the new baseline",
                account.roleIn("prod-web").equals("web-v2") && stage.hasFinding("released"));
    }

    private static Tag release(String time) {
        return Tag.builder().key("profile-guard:release").value(time).build();
    }

    private static String tagOfDeployer(Instant time) {
        return new ForgedEvent("123456789012", "e-release", time)
                .json(
                        "TagInstanceProfile",
                        """
                        {"instanceProfileName": "prod-web",
                         "tags": [{"key": "profile-guard:release", "value": "PT24H"}]}\
                        """);
    }

    private void requestsThatShow() {
        stage.scene(
                "Requests that change nothing",
                "With ManualRequests=show, everybody who may invoke the function can still ask what"
                        + " it knows.");
        String answer =
                stage.attack().request("an operator", "{\"show\": {\"profile\": \"prod-web\"}}");
        stage.expect(
                "show answers: prod-web matches its baseline",
                answer.contains("prod-web matches its baseline"));
    }
}
