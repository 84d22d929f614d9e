package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.Stage.add;
import static dev.profileguard.sandbox.command.demo.Stage.createProfile;
import static dev.profileguard.sandbox.command.demo.Stage.createRole;
import static dev.profileguard.sandbox.command.demo.Stage.remove;
import static dev.profileguard.sandbox.command.demo.Stage.swap;

import java.time.Duration;
import software.amazon.awssdk.services.iam.model.Tag;

/// ProfileGuard: `prod-*` is guarded, and the role `/ci/deployer` is trusted.
final class GuardAct implements Act {
    private final Stage stage;

    GuardAct(Stage stage) {
        this.stage = stage;
    }

    @Override
    public void play() {
        firstSight();
        roleSwapped();
        roleRemoved();
        profileDeleted();
        roleMadeAgain();
        guardTagRemoved();
        pipelineDeploys();
        release();
        twiceAndOutOfOrder();
        throttled();
        interrupted();
        fight();
        nobodysProfile();
    }

    private void firstSight() {
        stage.scene(
                "An account is set up",
                "Guarded profiles are recorded when they are first seen with a role.");
        stage.user(
                "admin",
                iam -> {
                    iam.createRole(r ->
                            r.roleName("deployer")
                                    .path("/ci/")
                                    .assumeRolePolicyDocument(TRUSTS_ACCOUNT));
                    createRole(iam, "web");
                    createRole(iam, "web-v2");
                    createRole(iam, "intruder");
                    createProfile(iam, "prod-web", "web");
                    createProfile(iam, "team-box", "web", LOCKED);
                    createProfile(iam, "scratch", "web");
                });
        stage.settle();
        stage.expect(
                "prod-web is recorded, by its name",
                stage.findingsMention("instance-profile/prod-web"));
        stage.expect(
                "team-box is recorded, by its tag",
                stage.findingsMention("instance-profile/team-box"));
        stage.expect(
                "scratch is not: nothing guards it",
                !stage.findingsMention("instance-profile/scratch"));
    }

    private void roleSwapped() {
        stage.scene("Another role is put into a guarded profile", "mallory is not trusted.");
        stage.show("before", "prod-web");
        stage.user("mallory", iam -> swap(iam, "prod-web", "web", "intruder"));
        stage.show("between", "prod-web");
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect("web is back", stage.roleIn("prod-web").equals("web"));
        stage.expect(
                "mallory is named",
                stage.hasFinding("role-reverted") && stage.findingsMention("mallory"));
    }

    private void roleRemoved() {
        stage.scene("The role is removed", "Instances would lose their credentials within hours.");
        stage.show("before", "prod-web");
        stage.user("mallory", iam -> remove(iam, "prod-web", "web"));
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect("web is back", stage.roleIn("prod-web").equals("web"));
    }

    private void profileDeleted() {
        stage.scene(
                "The profile is deleted",
                "It can be created again, but with a new ID: the finding says what that means.");
        stage.show("before", "prod-web");
        String oldId = stage.idOf("prod-web");
        stage.user(
                "mallory",
                iam -> {
                    remove(iam, "prod-web", "web");
                    iam.deleteInstanceProfile(r -> r.instanceProfileName("prod-web"));
                });
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect("it exists again with web", stage.roleIn("prod-web").equals("web"));
        stage.expect("its ID is new", !stage.idOf("prod-web").equals(oldId));
        stage.expect(
                "the finding names running instances and linked clusters",
                stage.hasFinding("profile-restored")
                        && stage.findingsMention("instances that ran")
                        && stage.findingsMention("clusters linked")
                        && stage.findingsMention(oldId));
    }

    private void roleMadeAgain() {
        stage.scene(
                "The role is deleted and created again under the same name",
                "Its ID is new, and a linked cluster stores the old one: no write can repair"
                        + " that.");
        stage.show("before", "prod-web");
        stage.user(
                "mallory",
                iam -> {
                    for (String profile : new String[] {"prod-web", "team-box", "scratch"}) {
                        remove(iam, profile, "web");
                    }
                    iam.deleteRole(r -> r.roleName("web"));
                    createRole(iam, "web");
                    for (String profile : new String[] {"prod-web", "team-box", "scratch"}) {
                        add(iam, profile, "web");
                    }
                });
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect(
                "the finding says that it cannot be restored",
                stage.hasFinding("role-recreated") && stage.findingsMention("cannot be restored"));
        stage.invoke("{\"adopt\": {\"profile\": \"prod-web\"}}");
        stage.invoke("{\"adopt\": {\"profile\": \"team-box\"}}");
        stage.expect("the operator has accepted the new role", stage.hasFinding("change-adopted"));
    }

    private void guardTagRemoved() {
        stage.scene(
                "The tag that guards a profile is removed",
                "Its baseline still guards it, so that the tag comes back.");
        stage.show("before", "team-box");
        stage.user(
                "mallory",
                iam ->
                        iam.untagInstanceProfile(
                                r -> r.instanceProfileName("team-box").tagKeys("profile-guard")));
        stage.settle();
        stage.show("after", "team-box");
        stage.expect("the tag is back", stage.tagOf("team-box", "profile-guard").equals("locked"));
    }

    private void pipelineDeploys() {
        stage.scene(
                "The trusted pipeline deploys another role",
                "Its role's ARN is trusted, so that its changes become the baseline.");
        stage.show("before", "prod-web");
        stage.pipeline(iam -> swap(iam, "prod-web", "web", "web-v2"));
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect("web-v2 stays", stage.roleIn("prod-web").equals("web-v2"));
        stage.expect("it was adopted", stage.hasFinding("change-adopted"));
        stage.user("mallory", iam -> swap(iam, "prod-web", "web-v2", "intruder"));
        stage.settle();
        stage.expect(
                "from now on web-v2 is what is put back",
                stage.roleIn("prod-web").equals("web-v2"));
    }

    private void release() {
        stage.scene(
                "Break-glass, and its end",
                "For half an hour anybody may change prod-web; then it is guarded again.");
        stage.show("before", "prod-web");
        stage.invoke(
                "{\"release\": {\"profile\": \"prod-web\", \"minutes\": 30, \"reason\": \"incident"
                        + " 1234\"}}");
        stage.user("oncall", iam -> swap(iam, "prod-web", "web-v2", "web"));
        stage.settle();
        stage.show("released", "prod-web");
        stage.expect("a change under the release stays", stage.roleIn("prod-web").equals("web"));
        stage.advance(Duration.ofMinutes(31));
        stage.user("oncall", iam -> swap(iam, "prod-web", "web", "web-v2"));
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect(
                "after its end the same person's change is put back",
                stage.roleIn("prod-web").equals("web"));
    }

    private void twiceAndOutOfOrder() {
        stage.scene(
                "Events arrive twice and out of order",
                "The function decides by the state of IAM, never by the order of events.");
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
        stage.expect("web is back", stage.roleIn("prod-web").equals("web"));
    }

    private void throttled() {
        stage.scene(
                "IAM throttles",
                "The invocation fails, nothing is half done, and Lambda's retry repairs the"
                        + " profile.");
        stage.show("before", "prod-web");
        stage.user("mallory", iam -> remove(iam, "prod-web", "web"));
        stage.fault("throttle", "1");
        stage.settle();
        stage.fault("throttle", "0");
        stage.show("between", "prod-web");
        stage.expect("nothing could be done yet", stage.roleIn("prod-web").isEmpty());
        stage.advance(Duration.ofMinutes(1));
        stage.show("after", "prod-web");
        stage.expect("the retry has put web back", stage.roleIn("prod-web").equals("web"));
    }

    private void interrupted() {
        stage.scene(
                "A repair is interrupted between its two writes",
                "Removing the foreign role and adding the recorded one are two calls; here the"
                        + " second fails.");
        stage.show("before", "team-box");
        stage.user("mallory", iam -> swap(iam, "team-box", "web", "intruder"));
        stage.fault("fail", "AddRoleToInstanceProfile:2");
        stage.settle();
        stage.show("between", "team-box");
        stage.expect("the profile is empty for now", stage.roleIn("team-box").isEmpty());
        stage.advance(Duration.ofMinutes(1));
        stage.show("after", "team-box");
        stage.expect("the retry has put web back", stage.roleIn("team-box").equals("web"));
    }

    private void fight() {
        stage.scene(
                "Another controller fights back",
                "After three repairs within ten minutes the breaker opens, and the finding names"
                        + " the other controller.");
        stage.show("before", "prod-web");
        for (int i = 0; i < 4; i++) {
            stage.user("controller", iam -> swap(iam, "prod-web", "web", "intruder"));
            stage.settle();
        }
        stage.show("stopped", "prod-web");
        stage.expect("the repairs have stopped", stage.roleIn("prod-web").equals("intruder"));
        stage.expect(
                "the controller is named",
                stage.hasFinding("breaker-open") && stage.findingsMention("controller"));
        stage.advance(Duration.ofMinutes(11));
        stage.user(
                "controller",
                iam -> iam.tagInstanceProfile(r -> r.instanceProfileName("prod-web").tags(NOTE)));
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect(
                "the next event after the window finds and repairs it",
                stage.roleIn("prod-web").equals("web"));
    }

    private void nobodysProfile() {
        stage.scene("A profile that nothing guards", "It is left alone, whatever changes.");
        stage.show("before", "scratch");
        stage.user("mallory", iam -> swap(iam, "scratch", "web", "intruder"));
        stage.settle();
        stage.show("after", "scratch");
        stage.expect("it is left as it is", stage.roleIn("scratch").equals("intruder"));
    }

    private static final Tag LOCKED = Tag.builder().key("profile-guard").value("locked").build();
    private static final Tag NOTE = Tag.builder().key("Note").value("seen").build();
    private static final String TRUSTS_ACCOUNT =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "sts:AssumeRole"}]}\
            """;
}
