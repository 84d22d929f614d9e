package dev.profileguard.sandbox.provision;

import static dev.profileguard.sandbox.provision.ProvisionedAccount.add;
import static dev.profileguard.sandbox.provision.ProvisionedAccount.createProfile;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudtrail.BusEvent;
import dev.profileguard.sandbox.aws.cloudtrail.Lookup;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.ComputeClient;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.Tag;

class RetireTest {
    @Test
    void deletingARoleSucceedsOnTheSecondTry() {
        account.provisioned("web");
        List<String> database = new ArrayList<>();
        account.sandbox().database().observer(database::add);
        refused("web");
        assertThat(database)
                .containsExactly(
                        "GetItem", // FailureAdvisor, for the refused call
                        "PutItem",
                        "BatchGetItem",
                        "PutItem",
                        "BatchGetItem", // ProfileGuard, for the two events
                        "BatchGetItem");

        account.as("alice").deleteRole(r -> r.roleName("web"));
        account.sandbox().advance(Duration.ofMinutes(30));

        assertThat(account.roleIn("web")).isEqualTo("no profile");
        assertThat(account.findings()).containsExactly("profile-retired");
        assertThat(account.findingText("profile-retired", "todo"))
                .contains("aws iam delete-role --role-name web");
        assertThat(account.calls())
                .containsExactly(
                        "GetRole",
                        "ListInstanceProfilesForRole",
                        "GetInstanceProfile",
                        "RemoveRoleFromInstanceProfile",
                        "DeleteInstanceProfile");
    }

    @Test
    void aProfileOfSomebodyElseStaysAndTheCommandsAreReported() {
        account.createRole("web");
        createProfile(account.as("alice"), "web");
        add(account.as("alice"), "web", "web");
        account.afterTheDelay();
        account.forget();

        refused("web");

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.findings()).containsExactly("role-blocked-by-profiles");
        assertThat(account.calls())
                .containsExactly("GetRole", "ListInstanceProfilesForRole", "GetInstanceProfile");
    }

    @Test
    void aProfileThatSomebodyTaggedAsOursStays() {
        account.createRole("web");
        createProfile(account.as("alice"), "web");
        add(account.as("alice"), "web", "web");
        account.afterTheDelay();
        String id = account.as("mallory").getRole(r -> r.roleName("web")).role().roleId();
        Map<String, String> ours =
                Map.of(
                        "profile-guard:created-by",
                        "ProfileProvisioner",
                        "profile-guard:for-role",
                        id);
        ours.forEach((key, value) ->
                account.as("mallory")
                        .tagInstanceProfile(r ->
                                r.instanceProfileName("web")
                                        .tags(Tag.builder().key(key).value(value).build())));
        account.forget();

        refused("web");

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.findingText("role-blocked-by-profiles", "done"))
                .contains("there is no record that ProfileProvisioner created it");
    }

    @Test
    void aRoleThatWasUsedLatelyKeepsItsProfile() {
        account.provisioned("web");
        account.sandbox().account().used("web", account.sandbox().clock().instant(), "us-east-1");

        refused("web");

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.findingText("role-blocked-by-profiles", "done"))
                .contains("web was used at");
    }

    @Test
    void allProfilesInTheWayAreListed() {
        account.provisioned("web");
        createProfile(account.as("alice"), "second");
        add(account.as("alice"), "second", "web");

        refused("web");

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.roleIn("second")).isEqualTo("web");
        assertThat(account.findingText("role-blocked-by-profiles", "todo"))
                .contains("--instance-profile-name web")
                .contains("--instance-profile-name second");
    }

    @Test
    void aProfileThatProfileGuardGuardsStays() {
        account.provisioned("web");
        account.as("alice")
                .tagInstanceProfile(r ->
                        r.instanceProfileName("web")
                                .tags(Tag.builder().key("profile-guard").value("locked").build()));
        account.forget();

        refused("web");

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.findings()).containsExactly("role-blocked-by-profiles");
    }

    @Test
    void policiesThatPreventTheDeletionAreIgnored() {
        account.as("alice")
                .createRole(r ->
                        r.roleName("web").assumeRolePolicyDocument(ProvisionedAccount.TRUSTS_EC2));
        account.as("alice")
                .putRolePolicy(r ->
                        r.roleName("web")
                                .policyName("p")
                                .policyDocument(
                                        """
                                        {"Version": "2012-10-17", "Statement": {"Effect": "Allow",
                                         "Action": "s3:ListAllMyBuckets", "Resource": "*"}}\
                                        """));
        refused("web");

        assertThat(account.calls()).isEmpty();
    }

    @Test
    void anInterruptedRunIsCompletedByTheNext() {
        account.provisioned("web");
        account.sandbox().faults().set("fail", "DeleteInstanceProfile:1");
        refused("web");
        account.sandbox().advance(Duration.ofMinutes(5));

        assertThat(account.roleIn("web")).isEqualTo("no profile");
        account.as("alice").deleteRole(r -> r.roleName("web"));
    }

    /// Whatever hints at the role: its creation once more, a change of its trust policy, a launch.
    @Test
    void noEventBringsTheProfileBackForAnHour() {
        BusEvent created = roleCreated();
        String inAnHour = inAnHour();
        refused("web");
        assertThat(account.findingText("profile-retired", "todo"))
                .contains("the first sweep after " + inAnHour);

        account.sandbox().bus().publish(created);
        account.as("alice")
                .updateAssumeRolePolicy(
                        r -> r.roleName("web").policyDocument(ProvisionedAccount.TRUSTS_EC2));
        assertThatThrownBy(this::launch).hasMessageContaining("Invalid IAM Instance Profile");
        account.sandbox().advance(Duration.ofMinutes(59));

        assertThat(account.roleIn("web")).isEqualTo("no profile");
        assertThat(account.sandbox().queues().messages("ProvisionDelay")).isEmpty();
        assertThat(account.sandbox().queues().messages("ProfileProvisionerFailures")).isEmpty();
    }

    @Test
    void noSweepBringsTheProfileBackForAnHourAndThenItDoes() {
        account.provisioned("web");
        refused("web");

        account.sandbox().advance(Duration.ofMinutes(59));
        sweep();
        String early = account.roleIn("web");
        account.sandbox().advance(Duration.ofMinutes(1));
        sweep();

        assertThat(early).isEqualTo("no profile");
        assertThat(account.roleIn("web")).isEqualTo("web");
    }

    @Test
    void aRequestBringsTheProfileBackAtOnce() {
        account.provisioned("web");
        refused("web");

        account.sandbox().lambda().invoke("ProfileProvisioner", "{\"check\": {\"role\": \"web\"}}");

        assertThat(account.roleIn("web")).isEqualTo("web");
    }

    @Test
    void aRoleThatIsCreatedAgainWithinTheHourGetsItsProfile() {
        account.provisioned("web");
        refused("web");
        account.as("alice").deleteRole(r -> r.roleName("web"));

        account.createRole("web");
        account.afterTheDelay();

        assertThat(account.roleIn("web")).isEqualTo("web");
    }

    /// Creates the role, and returns the event of that.
    private BusEvent roleCreated() {
        account.provisioned("web");
        Lookup lookup =
                new Lookup(Lookup.Attribute.EVENT_NAME, "CreateRole", Instant.MIN, Instant.MAX);
        return BusEvent.of(
                account.sandbox().pastCalls().find(lookup, 1, null).calls().getFirst().record());
    }

    private String inAnHour() {
        Instant now = account.sandbox().clock().instant();
        return now.plus(Duration.ofHours(1)).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private void launch() {
        Origin origin = new Origin(Sandbox.user("bob"), "aws-cli/2.31.0", "198.51.100.9");
        new ComputeClient(account.sandbox().instances(), origin).runInstances("web");
    }

    private void sweep() {
        account.sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");
    }

    @Test
    void aConcurrentDeletionIsNoError() {
        account.provisioned("web");
        account.meanwhile(
                "RemoveRoleFromInstanceProfile",
                iam -> {
                    iam.removeRoleFromInstanceProfile(
                            r -> r.instanceProfileName("web").roleName("web"));
                    iam.deleteInstanceProfile(r -> r.instanceProfileName("web"));
                });
        refused("web");

        assertThat(account.roleIn("web")).isEqualTo("no profile");
        assertThat(account.sandbox().queues().messages("ProfileProvisionerFailures")).isEmpty();
    }

    @Test
    void aProfileThatGotAnotherRoleMeanwhileStays() {
        account.provisioned("web");
        account.meanwhile(
                "DeleteInstanceProfile",
                iam -> {
                    ProvisionedAccount.createRole(iam, "db");
                    add(iam, "web", "db");
                });
        refused("web");

        assertThat(account.roleIn("web")).isEqualTo("db");
    }

    @Test
    void aRecreatedRoleIsNotTheOneThatWasToBeDeleted() {
        account.provisioned("web");
        BusEvent late = account.recorded("role-not-deleted");
        account.sandbox().advance(Duration.ofSeconds(1));
        account.as("alice")
                .removeRoleFromInstanceProfile(r -> r.instanceProfileName("web").roleName("web"));
        account.as("alice").deleteInstanceProfile(r -> r.instanceProfileName("web"));
        account.as("alice").deleteRole(r -> r.roleName("web"));
        account.provisioned("web");

        account.sandbox().bus().publish(late);
        account.sandbox().settle();

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.calls()).containsExactly("GetRole");
    }

    private final ProvisionedAccount account = ProvisionedAccount.with();

    @AfterEach
    void close() {
        account.close();
    }

    /// Lets Alice try to delete the role, and the function react.
    private void refused(String role) {
        assertThatThrownBy(() -> account.as("alice").deleteRole(r -> r.roleName(role)))
                .isInstanceOf(DeleteConflictException.class);
        account.sandbox().settle();
    }
}
