package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.add;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createProfile;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRole;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRoles;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.remove;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.swap;

import dev.profileguard.sandbox.command.demo.stage.AccountView;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import java.time.Duration;
import software.amazon.awssdk.services.iam.model.Tag;

/// ProfileGuard: `prod-*` is guarded, and the role `/ci/deployer` is trusted.
final class GuardAct implements Act {
    private final Stage stage;
    private final AccountView account;

    GuardAct(Stage stage) {
        this.stage = stage;
        this.account = stage.account();
    }

    @Override
    public void play() {
        firstSight();
        roleSwapped();
        roleRemoved();
        profileDeleted();
        roleRecreated();
        guardTagRemoved();
        pipelineDeploys();
        release();
        unguarded();
        new GuardFaultsAct(stage).play();
    }

    private void firstSight() {
        stage.scene(
                "Three instance profiles are created",
                "ProfileGuard records the baseline of a guarded profile when it first sees it with"
                        + " a role.");
        stage.user(
                "admin",
                iam -> {
                    iam.createRole(r ->
                            r.roleName("deployer")
                                    .path("/ci/")
                                    .assumeRolePolicyDocument(TRUSTS_ACCOUNT));
                    createRoles(iam, "web", "web-v2", "intruder");
                    createProfile(iam, "prod-web", "web");
                    createProfile(iam, "team-box", "web", LOCKED);
                    createProfile(iam, "scratch", "web");
                });
        stage.settle();
        stage.expect(
                "prod-web has a baseline: its name matches GuardedProfiles",
                stage.findingsMention("instance-profile/prod-web"));
        stage.expect(
                "team-box has a baseline: it has the tag profile-guard=locked",
                stage.findingsMention("instance-profile/team-box"));
        stage.expect(
                "scratch has no baseline: it is not guarded",
                !stage.findingsMention("instance-profile/scratch"));
    }

    private void roleSwapped() {
        stage.scene("Somebody replaces the role of a guarded profile", "mallory is not trusted.");
        stage.show("before", "prod-web");
        stage.user("mallory", iam -> swap(iam, "prod-web", "web", "intruder"));
        stage.show("between", "prod-web");
        stage.settle();
        stage.show("after", "prod-web");
        stage.repairOf("AddRoleToInstanceProfile");
        stage.expect("web is back", account.roleIn("prod-web").equals("web"));
        stage.expect(
                "mallory is named",
                stage.hasFinding("role-reverted") && stage.findingsMention("mallory"));
        stage.expect(
                "the finding says how prod-web's users get the role intruder",
                stage.findingsMention("./guard rotate prod-web --role intruder"));
    }

    private void roleRemoved() {
        stage.scene(
                "Somebody removes the role",
                "Instances would lose their credentials within hours.");
        stage.show("before", "prod-web");
        stage.user("mallory", iam -> remove(iam, "prod-web", "web"));
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect("web is back", account.roleIn("prod-web").equals("web"));
    }

    private void profileDeleted() {
        stage.scene(
                "Somebody deletes the profile",
                "ProfileGuard creates it again, but with a new ID. The finding says what that"
                        + " breaks.");
        stage.show("before", "prod-web");
        String oldId = account.idOf("prod-web");
        stage.user(
                "mallory",
                iam -> {
                    remove(iam, "prod-web", "web");
                    iam.deleteInstanceProfile(r -> r.instanceProfileName("prod-web"));
                });
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect("it exists again and contains web", account.roleIn("prod-web").equals("web"));
        stage.expect("its ID is new", !account.idOf("prod-web").equals(oldId));
        stage.expect(
                "the finding names running instances, and a new profile for linked clusters",
                stage.hasFinding("profile-restored")
                        && stage.findingsMention("instances that ran")
                        && stage.findingsMention("./guard rotate prod-web")
                        && stage.findingsMention(oldId));
    }

    private void roleRecreated() {
        stage.scene(
                "Somebody deletes the role and creates it again with the same name",
                "Its ID is new, but a linked cluster stores the old ID. No IAM call can repair"
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
        stage.expect(
                "it says how to find what still refers to the old role",
                stage.findingsMention("invoke ProfileRotation with {\"mend\": {\"role\": \"web\""));
        stage.invoke("{\"adopt\": {\"profile\": \"prod-web\"}}");
        stage.invoke("{\"adopt\": {\"profile\": \"team-box\"}}");
        stage.expect(
                "the operator has made the new role the baseline",
                stage.hasFinding("change-adopted"));
    }

    private void guardTagRemoved() {
        stage.scene(
                "Somebody removes the tag that guards a profile",
                "The profile is still guarded, because it has a baseline. ProfileGuard sets the tag"
                        + " again.");
        stage.show("before", "team-box");
        stage.user(
                "mallory",
                iam ->
                        iam.untagInstanceProfile(
                                r -> r.instanceProfileName("team-box").tagKeys("profile-guard")));
        stage.settle();
        stage.show("after", "team-box");
        stage.expect(
                "the tag is back", account.tagOf("team-box", "profile-guard").equals("locked"));
    }

    private void pipelineDeploys() {
        stage.scene(
                "The trusted pipeline replaces the role",
                "TrustedPrincipals contains the ARN of the pipeline's role, so the change becomes"
                        + " the baseline.");
        stage.show("before", "prod-web");
        stage.pipeline(iam -> swap(iam, "prod-web", "web", "web-v2"));
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect("web-v2 stays", account.roleIn("prod-web").equals("web-v2"));
        stage.expect("a finding reports the new baseline", stage.hasFinding("change-adopted"));
        stage.user("mallory", iam -> swap(iam, "prod-web", "web-v2", "intruder"));
        stage.settle();
        stage.expect(
                "after mallory's change, ProfileGuard restores web-v2",
                account.roleIn("prod-web").equals("web-v2"));
    }

    private void release() {
        stage.scene(
                "Break-glass: the profile is released",
                "For 30 minutes anybody may change prod-web. Then it is guarded again.");
        stage.show("before", "prod-web");
        stage.invoke(
                "{\"release\": {\"profile\": \"prod-web\", \"minutes\": 30, \"reason\": \"incident"
                        + " 1234\"}}");
        stage.user("oncall", iam -> swap(iam, "prod-web", "web-v2", "web"));
        stage.settle();
        stage.show("released", "prod-web");
        stage.expect("a change during the release stays", account.roleIn("prod-web").equals("web"));
        stage.advance(Duration.ofMinutes(31));
        stage.user("oncall", iam -> swap(iam, "prod-web", "web", "web-v2"));
        stage.settle();
        stage.show("after", "prod-web");
        stage.expect(
                "after the release, ProfileGuard reverts the same person's change",
                account.roleIn("prod-web").equals("web"));
    }

    private void unguarded() {
        stage.scene("Somebody changes a profile that is not guarded", "ProfileGuard does nothing.");
        stage.show("before", "scratch");
        stage.user("mallory", iam -> swap(iam, "scratch", "web", "intruder"));
        stage.settle();
        stage.show("after", "scratch");
        stage.expect("intruder stays", account.roleIn("scratch").equals("intruder"));
    }

    private static final Tag LOCKED = Tag.builder().key("profile-guard").value("locked").build();
    private static final String TRUSTS_ACCOUNT =
            """
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
             "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "sts:AssumeRole"}]}\
            """;
}
