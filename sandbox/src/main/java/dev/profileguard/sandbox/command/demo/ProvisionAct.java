package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.Stage.add;
import static dev.profileguard.sandbox.command.demo.Stage.createProfile;
import static dev.profileguard.sandbox.command.demo.Stage.createRole;
import static dev.profileguard.sandbox.command.demo.Stage.remove;

import java.time.Duration;
import software.amazon.awssdk.services.iam.model.Tag;

/// ProfileProvisioner: a role that EC2 may assume gets its missing profile.
final class ProvisionAct implements Act {
    private static final Duration DELAY = Duration.ofSeconds(125);
    private static final Tag OPT_OUT =
            Tag.builder().key("profile-guard:provision").value("off").build();
    private static final String TERRAFORM =
            "APN/1.0 HashiCorp/1.0 Terraform/1.13.3 (+https://www.terraform.io)"
                    + " terraform-provider-aws/6.20.0 aws-sdk-go-v2/1.39.4";

    private final Stage stage;

    ProvisionAct(Stage stage) {
        this.stage = stage;
    }

    @Override
    public void play() {
        madeByApi();
        tutorial();
        terraform();
        optedOut();
        deleted();
        nameTaken();
        inUse();
    }

    private void madeByApi() {
        stage.scene(
                "A role is created by the API",
                "The console would also create its profile, the API does not: no instance can use"
                        + " it.");
        stage.user("alice", iam -> createRole(iam, "reports"));
        stage.settle();
        stage.expect("nothing happens yet", stage.profile("reports") == null);
        stage.advance(DELAY);
        stage.show("after", "reports");
        stage.expect(
                "after the delay it has its profile", stage.roleIn("reports").equals("reports"));
        stage.expect("a finding reports it", stage.hasFinding("profile-created"));
    }

    private void tutorial() {
        stage.scene(
                "The same by a tutorial's three commands",
                "Whoever creates the profile within the delay is not disturbed.");
        stage.user("bob", iam -> createRole(iam, "batch"));
        stage.advance(Duration.ofSeconds(40));
        stage.user("bob", iam -> iam.createInstanceProfile(r -> r.instanceProfileName("batch")));
        stage.advance(Duration.ofSeconds(40));
        stage.user("bob", iam -> add(iam, "batch", "batch"));
        stage.advance(DELAY);
        stage.show("after", "batch");
        stage.expect("the profile is bob's own", stage.tagOf("batch", CREATED_BY).isEmpty());
        stage.expect("no finding reports it", !stage.hasFinding("profile-created"));
    }

    private void terraform() {
        stage.scene(
                "Terraform creates a role",
                "It creates its own profile, or needs none: ProvisionFor=unless-iac leaves it"
                        + " alone.");
        stage.tool("terraform", TERRAFORM, iam -> createRole(iam, "tf-role"));
        stage.advance(DELAY);
        stage.expect("it gets no profile", stage.profile("tf-role") == null);
    }

    private void optedOut() {
        stage.scene(
                "A role that asks to be left alone",
                "The tag profile-guard:provision=off is enough.");
        stage.user("alice", iam -> createRole(iam, "assumed-by-hand", OPT_OUT));
        stage.advance(DELAY);
        stage.expect("it gets no profile", stage.profile("assumed-by-hand") == null);
    }

    private void deleted() {
        stage.scene(
                "The role is to be deleted",
                "Its creator does not know of the profile, and IAM refuses to delete the role.");
        stage.show("before", "reports");
        stage.refused("alice", "DeleteConflict", iam -> iam.deleteRole(r -> r.roleName("reports")));
        stage.settle();
        stage.expect("its profile is deleted", stage.profile("reports") == null);
        stage.expect("a finding tells her to try again", stage.hasFinding("profile-retired"));
        stage.user("alice", iam -> iam.deleteRole(r -> r.roleName("reports")));
        stage.settle();
        stage.expect("the second try succeeds", !stage.roleExists("reports"));
    }

    private void nameTaken() {
        stage.scene(
                "The profile of that name has another role",
                "Nobody's profile is overwritten: the finding says what to do.");
        stage.user("alice", iam -> createProfile(iam, "search", "batch"));
        stage.user("alice", iam -> createRole(iam, "search"));
        stage.advance(DELAY);
        stage.show("after", "search");
        stage.expect("it still has batch", stage.roleIn("search").equals("batch"));
        stage.expect("a finding reports it", stage.hasFinding("profile-name-taken"));
        stage.user("alice", iam -> remove(iam, "search", "batch"));
        stage.settle();
    }

    private void inUse() {
        stage.scene(
                "A role that instances use is to be deleted",
                "Its profile is not deleted, although it was created automatically.");
        stage.user("alice", iam -> createRole(iam, "live"));
        stage.advance(DELAY);
        stage.used("live");
        stage.refused("alice", "DeleteConflict", iam -> iam.deleteRole(r -> r.roleName("live")));
        stage.settle();
        stage.show("after", "live");
        stage.expect("the profile stays", stage.roleIn("live").equals("live"));
        stage.expect(
                "the finding lists the commands, in order",
                stage.hasFinding("role-blocked-by-profiles")
                        && stage.findingsMention("aws iam remove-role-from-instance-profile"));
    }

    private static final String CREATED_BY = "profile-guard:created-by";
}
