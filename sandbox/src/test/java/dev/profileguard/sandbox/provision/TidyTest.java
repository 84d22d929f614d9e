package dev.profileguard.sandbox.provision;

import static dev.profileguard.sandbox.provision.ProvisionedAccount.createProfile;
import static dev.profileguard.sandbox.provision.ProvisionedAccount.remove;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Sandbox;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

/// Terraform, aws-nuke and clean-up scripts take a role out of all its profiles, and delete it.
/// What ProfileProvisioner created for it does not stay behind.
class TidyTest {
    @Test
    void theProfileOfADeletedRoleIsDeletedAfterTheDelay() {
        deleteRole();
        account.sandbox().settle();
        assertThat(account.roleIn("web")).as("a script may delete it itself").isEqualTo("none");

        account.afterTheDelay();

        assertThat(account.roleIn("web")).isEqualTo("no profile");
        assertThat(account.findings()).containsExactly("profile-retired");
        assertThat(account.calls())
                .containsExactly("GetRole", "GetInstanceProfile", "DeleteInstanceProfile");
    }

    @Test
    void aScriptThatDeletesTheProfileItselfSucceeds() {
        deleteRole();
        account.sandbox().advance(Duration.ofSeconds(90));
        account.as("alice").deleteInstanceProfile(r -> r.instanceProfileName("web"));

        account.afterTheDelay();

        assertThat(account.findings()).isEmpty();
        assertThat(account.sandbox().queues().messages("ProvisionDelay")).isEmpty();
    }

    @Test
    void theDeletionOfAnotherRoleCostsNoCallToIam() {
        ProvisionedAccount.createRole(account.as("alice"), "db");
        account.as("alice").deleteRole(r -> r.roleName("db"));
        account.afterTheDelay();

        assertThat(account.calls())
                .as("for the creation only")
                .containsExactly("GetRole", "GetInstanceProfile");
    }

    @Test
    void whereTheEventWasLostTheNextSweepDeletesIt() {
        account.sandbox().faults().set("lose", "1");
        deleteRole();
        account.afterTheDelay();
        account.sandbox().faults().set("lose", "0");
        assertThat(account.roleIn("web")).isEqualTo("none");

        account.sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");

        assertThat(account.roleIn("web")).isEqualTo("no profile");
    }

    @Test
    void whereItIsStoppedTheNextDeliveryDeletesIt() {
        account.sandbox().faults().set("fail", "DeleteInstanceProfile:1");
        deleteRole();
        account.afterTheDelay();
        assertThat(account.roleIn("web")).isEqualTo("none");

        account.sandbox().advance(Duration.ofMinutes(7));

        assertThat(account.roleIn("web")).isEqualTo("no profile");
    }

    @Test
    void aProfileThatSomebodyElseMadeAgainStays() {
        deleteRole();
        account.as("alice").deleteInstanceProfile(r -> r.instanceProfileName("web"));
        createProfile(account.as("alice"), "web");

        account.afterTheDelay();
        account.sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");

        assertThat(account.roleIn("web")).isEqualTo("none");
    }

    @Test
    void aRoleThatIsCreatedAgainKeepsTheProfile() {
        deleteRole();
        account.sandbox().advance(Duration.ofSeconds(10));
        ProvisionedAccount.createRole(account.as("alice"), "web");
        account.afterTheDelay();
        account.sandbox().advance(Duration.ofMinutes(10));

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.calls()).doesNotContain("DeleteInstanceProfile");
    }

    @Test
    void aGuardedProfileStaysUntilItIsReleased() {
        account.as("alice")
                .tagInstanceProfile(r ->
                        r.instanceProfileName("web")
                                .tags(Tag.builder().key("profile-guard").value("locked").build()));
        deleteRole();

        account.afterTheDelay();

        assertThat(account.roleIn("web")).isEqualTo("none");
        assertThat(account.findingText("profile-unfinished", "todo")).contains("{\"release\":");
    }

    @Test
    void aProfileThatAnInstanceUsesStays() {
        account.sandbox().ec2(Sandbox.user("bob"), "eu-west-1").runInstances("web");
        deleteRole();

        account.afterTheDelay();

        assertThat(account.roleIn("web")).isEqualTo("none");
        assertThat(account.findingText("profile-unfinished", "cause")).contains("in eu-west-1");
    }

    private final ProvisionedAccount account = ProvisionedAccount.with().held();

    @BeforeEach
    void provision() {
        account.provisioned("web");
    }

    @AfterEach
    void close() {
        account.close();
    }

    private void deleteRole() {
        IamClient terraform = account.by("APN/1.0 HashiCorp/1.0 Terraform/1.13.3");
        remove(terraform, "web", "web");
        terraform.deleteRole(r -> r.roleName("web"));
        assertThatThrownBy(() -> terraform.getRole(r -> r.roleName("web")))
                .isInstanceOf(NoSuchEntityException.class);
    }
}
