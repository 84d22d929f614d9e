package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createProfile;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRole;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.swap;

import dev.profileguard.sandbox.command.demo.stage.AccountView;
import dev.profileguard.sandbox.command.demo.stage.Stage;

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
                    createRole(iam, "web");
                    createRole(iam, "intruder");
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
