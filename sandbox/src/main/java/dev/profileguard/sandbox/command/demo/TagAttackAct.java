package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createProfile;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRole;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.tag;

import dev.profileguard.sandbox.command.demo.stage.AccountView;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import software.amazon.awssdk.services.iam.model.Tag;

/// TagEnforcer: an attacker wants a tag on a role, because a policy grants rights by it. The attack
/// has the number of docs/security.md.
final class TagAttackAct implements Act {
    /// It requires a tag for which there is no default.
    static final String POLICY =
            """
            {"tags": {"Team": {"tag_key": {"@@assign": "Team"},
               "report_required_tag_for": {"@@assign": ["iam:role", "iam:instance-profile"]}}}}\
            """;

    private final Stage stage;
    private final AccountView account;

    TagAttackAct(Stage stage) {
        this.stage = stage;
        this.account = stage.account();
    }

    @Override
    public void play() {
        stage.scene(
                "Attack 7: a tag that is a right",
                "A policy grants rights to roles with Team=admins. mallory may tag profiles, but no"
                        + " roles.");
        stage.user(
                "alice",
                iam -> {
                    createRole(iam, "web", of("Team", "web"));
                    createProfile(iam, "web", "web", of("Team", "web"));
                });
        stage.settle();
        stage.show("before", "web");
        stage.user("mallory", iam -> tag(iam, "web", of("Team", "admins")));
        stage.tool(
                "terraform",
                "HashiCorp Terraform/1.9",
                iam -> iam.untagRole(r -> r.roleName("web").tagKeys("Team")));
        stage.settle();
        stage.show("after", "web");
        stage.expect(
                "the role does not get her value: no tag goes from a profile to its role",
                account.roleTag("web", "Team").isEmpty());
        stage.expect("a finding reports the missing tag", stage.hasFinding("tag-missing"));
    }

    private static Tag of(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
