package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.add;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRole;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.remove;

import dev.profileguard.sandbox.command.demo.stage.AccountView;
import dev.profileguard.sandbox.command.demo.stage.IamCalls;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.Tag;

/// ProfileProvisioner: an attacker wants it to put a role into a profile of hers. The attack has
/// the number of docs/security.md.
final class ProvisionAttackAct implements Act {
    private static final Duration DELAY = Duration.ofSeconds(125);

    /// ProfileProvisioner gives the creator of an empty profile this time to add the role.
    private static final Duration TIME_TO_FINISH_IT = Duration.ofMinutes(40);

    private final Stage stage;
    private final AccountView account;

    ProvisionAttackAct(Stage stage) {
        this.stage = stage;
        this.account = stage.account();
    }

    @Override
    public void play() {
        stage.scene(
                "Attack 2: a tag that anybody can write",
                "mallory may change profiles, but she may not pass the role web. She replaces the"
                        + " profile of ProfileProvisioner by an empty one with the same tags, so"
                        + " that web is put into hers.");
        stage.user("alice", iam -> createRole(iam, "web"));
        stage.advance(DELAY);
        stage.show("before", "web");
        String ours = account.idOf("web");
        stage.attack()
                .holdToPolicies(
                        Map.of(
                                "mallory", "iam:*InstanceProfile*",
                                "alice", "iam:UpdateAssumeRolePolicy"));
        stage.user(
                "mallory",
                iam -> {
                    remove(iam, "web", "web");
                    iam.deleteInstanceProfile(r -> r.instanceProfileName("web"));
                    iam.createInstanceProfile(r -> r.instanceProfileName("web").tags(tags()));
                });
        stage.show("hers", "web");
        stage.refused("mallory", "AccessDenied", iam -> add(iam, "web", "web"));
        stage.user("alice", iam -> IamCalls.trustEc2(iam, "web"));
        stage.advance(TIME_TO_FINISH_IT);
        stage.show("after", "web");
        stage.expect(
                "web is not put into her profile, which has another ID",
                account.roleIn("web").isEmpty()
                        && !account.idOf("web").isEmpty()
                        && !account.idOf("web").equals(ours));
        stage.expect(
                "the finding says that somebody must finish or delete the profile",
                stage.hasFinding("profile-left-empty")
                        && stage.findingsMention("aws iam delete-instance-profile"));
    }

    /// The tags of a profile that ProfileProvisioner created for the role.
    private Tag[] tags() {
        return new Tag[] {
            tag("profile-guard:created-by", "ProfileProvisioner"),
            tag("profile-guard:for-role", account.role("web").roleId())
        };
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
