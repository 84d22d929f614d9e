package dev.profileguard.sandbox.command.demo;

import static dev.profileguard.sandbox.command.demo.Stage.add;
import static dev.profileguard.sandbox.command.demo.Stage.createProfile;
import static dev.profileguard.sandbox.command.demo.Stage.createRole;
import static dev.profileguard.sandbox.command.demo.Stage.remove;

import java.time.Duration;
import software.amazon.awssdk.services.iam.model.Tag;

/// ProfileProvisioner: a role that EC2 may assume gets the profile that its maker forgot.
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
                "A role is made by API",
                "The console would make its profile too, the API does not: no instance can use"
                        + " it.");
        stage.user("alice", iam -> createRole(iam, "reports"));
        stage.settle();
        stage.expect("nothing happens yet", stage.profile("reports") == null);
        stage.pass(DELAY);
        stage.show("after", "reports");
        stage.expect(
                "after the delay it has its profile", stage.roleIn("reports").equals("reports"));
        stage.expect("it is told", stage.found("profile-created"));
    }

    private void tutorial() {
        stage.scene(
                "The same by a tutorial's three commands",
                "Whoever makes the profile within the delay is not disturbed.");
        stage.user("bob", iam -> createRole(iam, "batch"));
        stage.pass(Duration.ofSeconds(40));
        stage.user("bob", iam -> iam.createInstanceProfile(r -> r.instanceProfileName("batch")));
        stage.pass(Duration.ofSeconds(40));
        stage.user("bob", iam -> add(iam, "batch", "batch"));
        stage.pass(DELAY);
        stage.show("after", "batch");
        stage.expect("the profile is bob's own", stage.tagOf("batch", CREATED_BY).isEmpty());
        stage.expect("nothing is told", !stage.found("profile-created"));
    }

    private void terraform() {
        stage.scene(
                "Terraform makes a role",
                "It makes its own profile, or wants none: ProvisionFor=unless-iac leaves it"
                        + " alone.");
        stage.tool("terraform", TERRAFORM, iam -> createRole(iam, "tf-role"));
        stage.pass(DELAY);
        stage.expect("it gets no profile", stage.profile("tf-role") == null);
    }

    private void optedOut() {
        stage.scene(
                "A role that asks to be left alone", "The tag profile-guard:provision=off is all.");
        stage.user("alice", iam -> createRole(iam, "assumed-by-hand", OPT_OUT));
        stage.pass(DELAY);
        stage.expect("it gets no profile", stage.profile("assumed-by-hand") == null);
    }

    private void deleted() {
        stage.scene(
                "The role is to go again",
                "Its maker knows nothing of a profile, so that deleting the role is refused.");
        stage.show("before", "reports");
        stage.refused("alice", "DeleteConflict", iam -> iam.deleteRole(r -> r.roleName("reports")));
        stage.settle();
        stage.expect("its profile is taken away", stage.profile("reports") == null);
        stage.expect("she is told to try again", stage.found("profile-retired"));
        stage.user("alice", iam -> iam.deleteRole(r -> r.roleName("reports")));
        stage.settle();
        stage.expect("the second try succeeds", !stage.roleExists("reports"));
    }

    private void nameTaken() {
        stage.scene(
                "Another role sits in the profile of that name",
                "Nobody's profile is overwritten: what to do is said.");
        stage.user("alice", iam -> createProfile(iam, "search", "batch"));
        stage.user("alice", iam -> createRole(iam, "search"));
        stage.pass(DELAY);
        stage.show("after", "search");
        stage.expect("it still holds batch", stage.roleIn("search").equals("batch"));
        stage.expect("it is told", stage.found("profile-name-taken"));
        stage.user("alice", iam -> remove(iam, "search", "batch"));
        stage.settle();
    }

    private void inUse() {
        stage.scene(
                "A role that instances use is to be deleted",
                "Its profile is not taken away, although it was made automatically.");
        stage.user("alice", iam -> createRole(iam, "live"));
        stage.pass(DELAY);
        stage.used("live");
        stage.refused("alice", "DeleteConflict", iam -> iam.deleteRole(r -> r.roleName("live")));
        stage.settle();
        stage.show("after", "live");
        stage.expect("the profile stays", stage.roleIn("live").equals("live"));
        stage.expect(
                "the commands are told, in order",
                stage.found("role-blocked-by-profiles")
                        && stage.told("aws iam remove-role-from-instance-profile"));
    }

    private static final String CREATED_BY = "profile-guard:created-by";
}
