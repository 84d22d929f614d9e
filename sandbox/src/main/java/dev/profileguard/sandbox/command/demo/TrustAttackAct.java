package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createProfile;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRoles;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.swap;

import dev.profileguard.sandbox.command.demo.stage.AccountView;
import dev.profileguard.sandbox.command.demo.stage.IamCalls;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import java.util.Map;

/// ProfileGuard: an attacker lets a service make her change. The attack has the number of
/// docs/security.md.
final class TrustAttackAct implements Act {
    /// Trusts the roles under `/deploy/`, if CloudFormation makes the call for them.
    static final String TRUSTED = "arn:aws:iam::*:role/deploy/* via cloudformation.amazonaws.com";

    private final Stage stage;
    private final AccountView account;

    TrustAttackAct(Stage stage) {
        this.stage = stage;
        this.account = stage.account();
    }

    @Override
    public void play() {
        serviceAlone();
        principalViaService();
    }

    private void serviceAlone() {
        stage.scene(
                "Attack 6: a service that is trusted",
                "If CloudFormation itself was trusted, everybody who may run a stack would be"
                        + " trusted.");
        String error =
                stage.attack()
                        .deployWith(Map.of("TrustedPrincipals", "cloudformation.amazonaws.com"));
        stage.expect(
                "ProfileGuard refuses this setting, and shows the two forms that it accepts",
                error.contains("'arn:aws:iam::*:role/deploy/* via cloudformation.amazonaws.com'")
                        && error.contains("'* via cloudformation.amazonaws.com'"));
    }

    private void principalViaService() {
        stage.scene(
                "Attack 6: mallory runs a stack",
                "The roles under /deploy/ are trusted if CloudFormation acts for them. mallory may"
                        + " run stacks too.");
        stage.user(
                "admin",
                iam -> {
                    createRoles(iam, "web", "web-v2", "intruder");
                    iam.createRole(r ->
                            r.roleName("release")
                                    .path("/deploy/")
                                    .assumeRolePolicyDocument(IamCalls.TRUSTS_EC2));
                });
        stage.attack().stackOfRole("release", iam -> createProfile(iam, "prod-web", "web"));
        stage.settle();
        stage.show("before", "prod-web");
        stage.attack().stackOf("mallory", iam -> swap(iam, "prod-web", "web", "intruder"));
        stage.settle();
        stage.show("hers", "prod-web");
        stage.expect(
                "her stack's change is reverted, and the finding names her",
                account.roleIn("prod-web").equals("web")
                        && stage.hasFinding("role-reverted")
                        && stage.findingsMention("user/mallory"));
        stage.attack().stackOfRole("release", iam -> swap(iam, "prod-web", "web", "web-v2"));
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect(
                "the change of the deploy role's stack is adopted",
                account.roleIn("prod-web").equals("web-v2") && stage.hasFinding("change-adopted"));
    }
}
