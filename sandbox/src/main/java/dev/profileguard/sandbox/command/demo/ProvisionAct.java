package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.stage.IamCalls.add;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createProfile;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.createRole;
import static dev.profileguard.sandbox.command.demo.stage.IamCalls.remove;

import dev.profileguard.sandbox.command.demo.stage.AccountView;
import dev.profileguard.sandbox.command.demo.stage.Stage;
import java.time.Duration;
import java.util.Map;
import software.amazon.awssdk.services.iam.model.Tag;

/// ProfileProvisioner: a role that EC2 may assume gets its missing profile.
final class ProvisionAct implements Act {
    /// The parameters of an act about ProfileProvisioner.
    static final Map<String, String> PARAMETERS =
            Map.of("ProvisionMode", "enforce", "GuardMode", "off", "TagMode", "off");

    private static final Duration DELAY = Duration.ofSeconds(125);
    private static final Tag OPT_OUT =
            Tag.builder().key("profile-guard:provision").value("off").build();
    private static final String TERRAFORM =
            "APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io)"
                    + " terraform-provider-aws/6.20.0 aws-sdk-go-v2/1.39.4";

    private final Stage stage;
    private final AccountView account;

    ProvisionAct(Stage stage) {
        this.stage = stage;
        this.account = stage.account();
    }

    @Override
    public void play() {
        createdByApi();
        tutorial();
        terraform();
        optedOut();
        deleted();
        nameTaken();
        inUse();
    }

    private void createdByApi() {
        stage.scene(
                "A role is created by the API",
                "The console also creates a profile, but the API does not, so no instance can use"
                        + " the role.");
        stage.user("alice", iam -> createRole(iam, "reports"));
        stage.settle();
        stage.expect("it gets no profile yet", account.profile("reports") == null);
        stage.advance(DELAY);
        stage.show("after", "reports");
        stage.expect(
                "after the delay it has its profile", account.roleIn("reports").equals("reports"));
        stage.expect("a finding reports it", stage.hasFinding("profile-created"));
    }

    private void tutorial() {
        stage.scene(
                "Somebody enters the three commands of a tutorial",
                "ProfileProvisioner creates nothing if the profile exists before the delay ends.");
        stage.user("bob", iam -> createRole(iam, "batch"));
        stage.advance(Duration.ofSeconds(40));
        stage.user("bob", iam -> iam.createInstanceProfile(r -> r.instanceProfileName("batch")));
        stage.advance(Duration.ofSeconds(40));
        stage.user("bob", iam -> add(iam, "batch", "batch"));
        stage.advance(DELAY);
        stage.show("after", "batch");
        stage.expect("the profile is bob's own", account.tagOf("batch", CREATED_BY).isEmpty());
        stage.expect("no finding reports it", !stage.hasFinding("profile-created"));
    }

    private void terraform() {
        stage.scene(
                "Terraform creates a role",
                "Terraform creates its own profiles. With ProvisionFor=unless-iac,"
                        + " ProfileProvisioner skips its roles.");
        stage.tool("terraform", TERRAFORM, iam -> createRole(iam, "tf-role"));
        stage.advance(DELAY);
        stage.expect("it gets no profile", account.profile("tf-role") == null);
    }

    private void optedOut() {
        stage.scene(
                "Somebody creates a role that opts out",
                "The tag profile-guard:provision=off is the opt-out.");
        stage.user("alice", iam -> createRole(iam, "assumed-by-hand", OPT_OUT));
        stage.advance(DELAY);
        stage.expect("it gets no profile", account.profile("assumed-by-hand") == null);
    }

    private void deleted() {
        stage.scene(
                "Somebody deletes the role",
                "Its creator does not know that it has a profile, and IAM refuses to delete the"
                        + " role.");
        stage.show("before", "reports");
        stage.refused("alice", "DeleteConflict", iam -> iam.deleteRole(r -> r.roleName("reports")));
        stage.settle();
        stage.expect("its profile is deleted", account.profile("reports") == null);
        stage.expect(
                "a finding says that alice can try again", stage.hasFinding("profile-retired"));
        stage.user("alice", iam -> iam.deleteRole(r -> r.roleName("reports")));
        stage.settle();
        stage.expect("the second try succeeds", !account.roleExists("reports"));
    }

    private void nameTaken() {
        stage.scene(
                "A profile with the name of the role contains another role",
                "ProfileProvisioner changes no profile of somebody else. The finding says what to"
                        + " do.");
        stage.user("alice", iam -> createProfile(iam, "search", "batch"));
        stage.user("alice", iam -> createRole(iam, "search"));
        stage.advance(DELAY);
        stage.show("after", "search");
        stage.expect("it still contains batch", account.roleIn("search").equals("batch"));
        stage.expect("a finding reports it", stage.hasFinding("profile-name-taken"));
        stage.user("alice", iam -> remove(iam, "search", "batch"));
        stage.settle();
    }

    private void inUse() {
        stage.scene(
                "Somebody deletes a role that instances use",
                "ProfileProvisioner keeps the profile, although it created it.");
        stage.user("alice", iam -> createRole(iam, "live"));
        stage.advance(DELAY);
        stage.used("live");
        stage.refused("alice", "DeleteConflict", iam -> iam.deleteRole(r -> r.roleName("live")));
        stage.settle();
        stage.show("after", "live");
        stage.expect("the profile stays", account.roleIn("live").equals("live"));
        stage.expect(
                "the finding lists the commands, in order",
                stage.hasFinding("role-blocked-by-profiles")
                        && stage.findingsMention("aws iam remove-role-from-instance-profile"));
    }

    private static final String CREATED_BY = "profile-guard:created-by";
}
