package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.add;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.remove;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.swap;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.tag;

import dev.profileguard.sandbox.command.demo.stage.AccountView;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import java.time.Duration;
import software.amazon.awssdk.services.iam.model.Tag;

/// The second half of [GuardAct]: ProfileGuard when events, IAM or another controller cause
/// trouble.
final class GuardFaultsAct implements Act {
    private final Stage stage;
    private final AccountView account;

    GuardFaultsAct(Stage stage) {
        this.stage = stage;
        this.account = stage.account();
    }

    @Override
    public void play() {
        duplicateAndReorderedEvents();
        throttled();
        interrupted();
        lostDeployment();
        lateEvent();
        fight();
    }

    private void duplicateAndReorderedEvents() {
        stage.scene(
                "Events arrive twice and in the wrong order",
                "ProfileGuard reads the current state from IAM, so the order of events does not"
                        + " matter.");
        stage.show("before", "prod-web");
        stage.fault("double", "1");
        stage.user("mallory", iam -> remove(iam, "prod-web", "web"));
        stage.fault("reorder", "1");
        stage.user("mallory", iam -> add(iam, "prod-web", "intruder"));
        stage.fault("reorder", "0");
        stage.user(
                "mallory",
                iam -> iam.tagInstanceProfile(r -> r.instanceProfileName("prod-web").tags(NOTE)));
        stage.settle();
        stage.fault("double", "0");
        stage.show("after", "prod-web");
        stage.expect("web is back", account.roleIn("prod-web").equals("web"));
    }

    private void throttled() {
        stage.scene(
                "IAM throttles the function",
                "The invocation fails before it changes anything, and Lambda's retry repairs the"
                        + " profile.");
        stage.show("before", "prod-web");
        stage.user("mallory", iam -> remove(iam, "prod-web", "web"));
        stage.fault("throttle", "1");
        stage.settle();
        stage.fault("throttle", "0");
        stage.show("between", "prod-web");
        stage.expect("the profile is still empty", account.roleIn("prod-web").isEmpty());
        stage.advance(Duration.ofMinutes(1));
        stage.show("after", "prod-web");
        stage.expect("the retry has restored web", account.roleIn("prod-web").equals("web"));
    }

    private void interrupted() {
        stage.scene(
                "A repair fails between its two calls",
                "ProfileGuard removes the wrong role, then adds the recorded one. Here the second"
                        + " call fails.");
        stage.show("before", "team-box");
        stage.user("mallory", iam -> swap(iam, "team-box", "web", "intruder"));
        stage.fault("fail", "AddRoleToInstanceProfile:2");
        stage.settle();
        stage.show("between", "team-box");
        stage.expect("the profile is empty for now", account.roleIn("team-box").isEmpty());
        stage.advance(Duration.ofMinutes(1));
        stage.show("after", "team-box");
        stage.expect("the retry has restored web", account.roleIn("team-box").equals("web"));
    }

    private void lostDeployment() {
        stage.scene(
                "The events of a deployment are lost, and somebody else sets a tag",
                "Bob's tag cannot have changed the role. ProfileGuard asks CloudTrail who did, and"
                        + " keeps the role of the trusted pipeline.");
        stage.show("before", "prod-web");
        stage.fault("lose", "1");
        stage.pipeline(iam -> swap(iam, "prod-web", "web", "web-v2"));
        stage.settle();
        stage.fault("lose", "0");
        stage.user("bob", iam -> tag(iam, "prod-web", NOTE));
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect("web-v2 stays", account.roleIn("prod-web").equals("web-v2"));
        stage.expect(
                "the pipeline's change is adopted, and bob is not named",
                stage.hasFinding("change-adopted") && !stage.findingsMention("user/bob"));
    }

    private void lateEvent() {
        stage.scene(
                "The event of an old removal arrives after a deployment",
                "Mallory's removal explains that web-v2 is missing, but not that web is there now:"
                        + " the pipeline added it.");
        stage.show("before", "prod-web");
        stage.fault("reorder", "1");
        stage.user("mallory", iam -> remove(iam, "prod-web", "web-v2"));
        stage.pipeline(iam -> add(iam, "prod-web", "web"));
        stage.fault("reorder", "0");
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect(
                "the pipeline's role stays, and nothing is reverted",
                account.roleIn("prod-web").equals("web") && !stage.hasFinding("role-reverted"));
    }

    private void fight() {
        stage.scene(
                "Another controller makes the same change again and again",
                "After three repairs within ten minutes ProfileGuard stops. The finding names the"
                        + " other controller.");
        stage.show("before", "prod-web");
        for (int i = 0; i < 4; i++) {
            stage.user("controller", iam -> swap(iam, "prod-web", "web", "intruder"));
            stage.settle();
        }
        stage.show("stopped", "prod-web");
        stage.expect(
                "ProfileGuard has stopped its repairs",
                account.roleIn("prod-web").equals("intruder"));
        stage.expect(
                "the controller is named",
                stage.hasFinding("breaker-open") && stage.findingsMention("controller"));
        stage.advance(Duration.ofMinutes(11));
        stage.show("after", "prod-web");
        stage.expect(
                "at the end of the ten minutes, ProfileGuard looks again and repairs the profile",
                account.roleIn("prod-web").equals("web"));
    }

    private static final Tag NOTE = Tag.builder().key("Note").value("seen").build();
}
