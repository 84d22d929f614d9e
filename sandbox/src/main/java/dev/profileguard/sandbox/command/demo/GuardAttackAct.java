package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createProfile;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRoles;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.swap;

import dev.profileguard.sandbox.command.demo.stage.AccountView;
import dev.profileguard.sandbox.command.demo.stage.ForgedEvent;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import java.time.Duration;
import java.time.Instant;

/// ProfileGuard: what an attacker tries, so that the guard hands her a role. The attacks have the
/// numbers of docs/security.md.
final class GuardAttackAct implements Act {
    private static final String OTHER_ACCOUNT = "210987654321";

    private final Stage stage;
    private final AccountView account;

    GuardAttackAct(Stage stage) {
        this.stage = stage;
        this.account = stage.account();
    }

    @Override
    public void play() {
        foreignEvent();
        swapAndAssociate();
        forgedEvent();
        firstSight();
    }

    private void foreignEvent() {
        stage.scene(
                "Attack 4: an event of another account",
                "In account %s, mallory has a user deployer. It adds a role to a profile prod-web"
                                .formatted(OTHER_ACCOUNT)
                        + " there. She gets the event to this account.");
        stage.user(
                "deployer",
                iam -> {
                    createRoles(iam, "web", "intruder");
                    createProfile(iam, "prod-web", "web");
                });
        stage.settle();
        stage.show("before", "prod-web");
        stage.receive(
                "mallory", "mallory's account sends it to the default bus", foreignAddition());
        stage.handIn("mallory", "mallory invokes the function with it", foreignAddition());
        stage.show("after", "prod-web");
        stage.expect(
                "the function refuses it, and says whose event it is",
                stage.hasFinding("guard-foreign-event") && stage.findingsMention(OTHER_ACCOUNT));
        stage.user("mallory", iam -> swap(iam, "prod-web", "web", "intruder"));
        stage.settle();
        stage.expect("the baseline is still web", account.roleIn("prod-web").equals("web"));
    }

    private void swapAndAssociate() {
        stage.scene(
                "Attack 1: swap the role, associate an instance, wait for the repair",
                "mallory may not pass web. She has an instance, puts her role into prod-web, and"
                        + " associates the instance. Then the guard is to put web back.");
        String instance = stage.instance("mallory");
        stage.advance(Duration.ofHours(1));
        stage.user("mallory", iam -> swap(iam, "prod-web", "web", "intruder"));
        stage.associate("mallory", instance, "prod-web");
        stage.settle();
        stage.show("after", "prod-web");
        stage.repairOf("AddRoleToInstanceProfile");
        stage.expect(
                "her role is out, and web stays out too: her instance has no role",
                account.roleIn("prod-web").isEmpty() && stage.roleOf(instance).isEmpty());
        stage.expect(
                "the finding names the instance, and the command that ends its use",
                stage.hasFinding("role-withheld") && stage.findingsMention(instance));
        stage.terminate("mallory", instance);
        stage.advance(Duration.ofMinutes(11));
        stage.show("later", "prod-web");
        stage.repairOf("TerminateInstances");
        stage.expect(
                "without the instance, web comes back within ten minutes",
                account.roleIn("prod-web").equals("web"));
    }

    private void forgedEvent() {
        stage.scene(
                "Attack 3: an event that nobody sent",
                "mallory may invoke the function. She hands in: deployer added intruder to"
                        + " prod-web. IAM does not show that, and CloudTrail does not know it.");
        String event = addition("123456789012", stage.now());
        stage.handIn("mallory", "mallory invokes the function with it", event);
        stage.advance(Duration.ofMinutes(31));
        stage.handIn("mallory", "half an hour later she tries again", event);
        stage.show("after", "prod-web");
        stage.expect(
                "intruder does not get in, and the finding says that CloudTrail knows no such"
                        + " event",
                account.roleIn("prod-web").equals("web") && stage.hasFinding("adoption-unproven"));
    }

    private void firstSight() {
        stage.scene(
                "Attack 5: a state that the guard sees for the first time",
                "mallory makes a profile with a guarded name and her role in it, so that the guard"
                        + " keeps it there.");
        stage.user("mallory", iam -> createProfile(iam, "prod-api", "intruder"));
        stage.settle();
        stage.show("after", "prod-api");
        stage.expect(
                "nobody trusted made this state: the baseline is provisional, which is a warning",
                stage.hasFinding("baseline-provisional") && stage.findingsMention("mallory"));
        stage.user("deployer", iam -> swap(iam, "prod-api", "intruder", "web"));
        stage.settle();
        stage.show("settled", "prod-api");
        stage.expect(
                "the change of a trusted principal settles it",
                account.roleIn("prod-api").equals("web") && stage.hasFinding("change-adopted"));
        stage.user("newcomer", iam -> createProfile(iam, "prod-jobs", "web"));
        stage.settle();
        stage.invoke("{\"adopt\": {\"profile\": \"prod-jobs\"}}");
        stage.expect(
                "so does adopt, after an operator has looked at the state",
                stage.findingsMention("The current state of prod-jobs is recorded"));
    }

    private static String foreignAddition() {
        return addition(OTHER_ACCOUNT, Instant.parse("2026-01-05T09:00:00Z"));
    }

    private static String addition(String account, Instant time) {
        return new ForgedEvent(account, "e-foreign", time)
                .json(
                        "AddRoleToInstanceProfile",
                        "{\"instanceProfileName\": \"prod-web\", \"roleName\": \"intruder\"}");
    }
}
