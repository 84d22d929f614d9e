package dev.profileguard.sandbox.provision;

import static dev.profileguard.sandbox.provision.ProvisionedAccount.TRUSTS_EC2;
import static dev.profileguard.sandbox.provision.ProvisionedAccount.add;
import static dev.profileguard.sandbox.provision.ProvisionedAccount.createProfile;
import static dev.profileguard.sandbox.provision.ProvisionedAccount.createRole;
import static dev.profileguard.sandbox.provision.ProvisionedAccount.trust;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Tag;

class ProvisionTest {
    @Test
    void aRoleGetsItsProfileAfterTheDelayAndNotBefore() {
        account.as("alice")
                .createRole(
                        r -> r.roleName("web").path("/team/").assumeRolePolicyDocument(TRUSTS_EC2));
        account.sandbox().settle();
        account.sandbox().advance(Duration.ofSeconds(119));
        assertThat(account.roleIn("web")).isEqualTo("no profile");

        account.sandbox().advance(Duration.ofSeconds(6));

        InstanceProfile made = Objects.requireNonNull(account.profile("web"));
        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(made.path()).isEqualTo("/team/");
        assertThat(account.tagsOf("web"))
                .containsEntry("profile-guard:created-by", "ProfileProvisioner")
                .containsEntry("profile-guard:for-role", made.roles().getFirst().roleId());
        assertThat(account.findings()).containsExactly("profile-created");
    }

    @Test
    void itCostsTwoReadsAndTwoWritesInIamAndOneReadAndTwoWritesInTheTable() {
        List<String> database = new ArrayList<>();
        account.sandbox().database().observer(database::add);
        account.createRole("web");
        account.afterTheDelay();

        assertThat(account.calls())
                .containsExactly(
                        "GetRole",
                        "ListInstanceProfilesForRole",
                        "CreateInstanceProfile",
                        "AddRoleToInstanceProfile");
        assertThat(database).startsWith("BatchGetItem", "PutItem", "PutItem");
        assertThat(database.subList(3, database.size())) // ProfileGuard, for the two events
                .containsExactly("BatchGetItem", "BatchGetItem");
        assertThat(account.callsOf("iam", "ProfileGuardRole")) // for the addition of the role
                .containsExactly("GetInstanceProfile");
    }

    @Test
    void aRoleThatHasItsProfileCostsTwoReads() {
        account.createRole("web");
        createProfile(account.as("alice"), "any-name");
        add(account.as("alice"), "any-name", "web");
        account.afterTheDelay();

        assertThat(account.calls()).containsExactly("GetRole", "ListInstanceProfilesForRole");
        assertThat(account.findings()).isEmpty();
    }

    @Test
    void aRoleForAnotherServiceCostsNothing() {
        account.as("alice")
                .createRole(r ->
                        r.roleName("hook").assumeRolePolicyDocument(trust("lambda.amazonaws.com")));
        account.afterTheDelay();

        assertThat(account.calls()).isEmpty();
    }

    @Test
    void aRoleOfTerraformIsLeftAloneAndCostsNothing() {
        createRole(account.by("APN/1.0 HashiCorp/1.0 Terraform/1.13.3"), "web");
        account.afterTheDelay();

        assertThat(account.calls()).isEmpty();
        assertThat(account.roleIn("web")).isEqualTo("no profile");
    }

    @Test
    void aRoleOfTerraformStaysTerraformsWhoeverEditsItsTrustPolicy() {
        account.by("APN/1.0 HashiCorp/1.0 Terraform/1.13.3")
                .createRole(r ->
                        r.roleName("web")
                                .assumeRolePolicyDocument(
                                        ProvisionedAccount.trust("lambda.amazonaws.com")));
        account.later(Duration.ofDays(2));
        account.as("alice")
                .updateAssumeRolePolicy(
                        r -> r.roleName("web").policyDocument(ProvisionedAccount.TRUSTS_EC2));
        account.afterTheDelay();

        assertThat(account.roleIn("web")).isEqualTo("no profile");
        assertThat(account.reasons()).anyMatch(why -> why.contains("Terraform manages web"));
        assertThat(account.calls()).containsExactly("GetRole", "ListInstanceProfilesForRole");
    }

    @Test
    void whileCloudTrailDoesNotSayWhoCreatedARoleItsEditIsNotHandled() {
        account.sandbox().faults().set("fail", "LookupEvents:1");
        account.as("bob")
                .createRole(r ->
                        r.roleName("web")
                                .assumeRolePolicyDocument(
                                        ProvisionedAccount.trust("lambda.amazonaws.com")));
        account.as("alice")
                .updateAssumeRolePolicy(
                        r -> r.roleName("web").policyDocument(ProvisionedAccount.TRUSTS_EC2));
        account.afterTheDelay();
        assertThat(account.roleIn("web")).isEqualTo("no profile");

        account.sandbox().advance(Duration.ofMinutes(7));

        assertThat(account.roleIn("web")).isEqualTo("web");
    }

    @Test
    void aRoleOfTerraformGetsItsProfileWhereAllDo() {
        try (ProvisionedAccount all = ProvisionedAccount.with("ProvisionFor", "all")) {
            createRole(all.by("APN/1.0 HashiCorp/1.0 Terraform/1.13.3"), "web");
            all.afterTheDelay();

            assertThat(all.roleIn("web")).isEqualTo("web");
        }
    }

    @Test
    void aRoleThatEc2MayAssumeSinceItsTrustPolicyChangedGetsItsProfile() {
        account.as("alice")
                .createRole(r ->
                        r.roleName("hook").assumeRolePolicyDocument(trust("lambda.amazonaws.com")));
        account.as("alice")
                .updateAssumeRolePolicy(r -> r.roleName("hook").policyDocument(TRUSTS_EC2));
        account.afterTheDelay();

        assertThat(account.roleIn("hook")).isEqualTo("hook");
    }

    @Test
    void aRoleThatEc2MayNoLongerAssumeWhenTheDelayIsOverIsLeftAlone() {
        account.createRole("web");
        account.as("alice")
                .updateAssumeRolePolicy(
                        r -> r.roleName("web").policyDocument(trust("lambda.amazonaws.com")));
        account.afterTheDelay();

        assertThat(account.calls()).containsExactly("GetRole");
        assertThat(account.roleIn("web")).isEqualTo("no profile");
    }

    @Test
    void theOptOutTagCountsEvenWhenItIsSetDuringTheDelay() {
        account.createRole("web");
        account.as("alice")
                .tagRole(r ->
                        r.roleName("web")
                                .tags(
                                        Tag.builder()
                                                .key("profile-guard:provision")
                                                .value("off")
                                                .build()));
        account.afterTheDelay();

        assertThat(account.roleIn("web")).isEqualTo("no profile");
        assertThat(account.findings()).isEmpty();
    }

    @Test
    void aRoleThatIsDeletedDuringTheDelayIsSkipped() {
        account.createRole("web");
        account.as("alice").deleteRole(r -> r.roleName("web"));
        account.afterTheDelay();

        assertThat(account.calls()).containsExactly("GetRole", "GetInstanceProfile");
        assertThat(account.sandbox().queues().messages("ProvisionDelay")).isEmpty();
    }

    @Test
    void aProfileWithAnotherRoleIsNeverChanged() {
        createRole(account.by("Terraform/1.13.3"), "db");
        createProfile(account.as("alice"), "WEB");
        add(account.as("alice"), "WEB", "db");
        account.createRole("web");
        account.sandbox().settle();
        account.forget();
        List<String> database = new ArrayList<>();
        account.sandbox().database().observer(database::add);
        account.afterTheDelay();
        assertThat(account.calls())
                .containsExactly(
                        "GetRole",
                        "ListInstanceProfilesForRole",
                        "CreateInstanceProfile",
                        "GetRole",
                        "ListInstanceProfilesForRole",
                        "GetInstanceProfile");
        assertThat(database).containsExactly("BatchGetItem", "PutItem", "BatchGetItem");

        assertThat(account.roleIn("WEB")).isEqualTo("db");
        assertThat(account.findings()).containsExactly("profile-name-taken");
    }

    @Test
    void aProfileThatStaysEmptyIsReportedAfterItsCreatorsTime() {
        createProfile(account.as("alice"), "web");
        account.createRole("web");
        account.afterTheDelay();
        assertThat(account.findings()).isEmpty();

        account.sandbox().advance(Duration.ofMinutes(15));

        assertThat(account.roleIn("web")).isEqualTo("none");
        assertThat(account.findings()).containsExactly("profile-left-empty");
        assertThat(account.sandbox().queues().messages("ProvisionDelay")).isEmpty();
    }

    @Test
    void anInterruptedRunIsCompletedByTheNext() {
        account.sandbox().faults().set("fail", "AddRoleToInstanceProfile:1");
        account.createRole("web");
        account.afterTheDelay();
        assertThat(account.roleIn("web")).isEqualTo("none");

        account.sandbox().advance(Duration.ofMinutes(7));

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.findings()).containsExactly("profile-unfinished", "profile-created");
    }

    @Test
    void anInterruptedRunLeavesNothingBehindWhenTheRoleIsDeleted() {
        account.sandbox().faults().set("fail", "AddRoleToInstanceProfile:1");
        account.createRole("web");
        account.afterTheDelay();
        account.as("alice").deleteRole(r -> r.roleName("web"));

        account.sandbox().advance(Duration.ofMinutes(7));

        assertThat(account.roleIn("web")).isEqualTo("no profile");
    }

    @Test
    void aLaunchThatFailedWithoutTheProfileCreatesIt() {
        createRole(account.by("Terraform/1.13.3"), "web");
        account.afterTheDelay();
        assertThat(account.roleIn("web")).isEqualTo("no profile");

        account.publish("launch-refused");
        account.afterTheDelay();

        assertThat(account.roleIn("web")).isEqualTo("web");
    }

    @Test
    void aLaunchThatNamesNoRoleCostsTwoReads() {
        account.publish("launch-refused");
        account.afterTheDelay();

        assertThat(account.calls()).containsExactly("GetRole", "GetInstanceProfile");
    }

    @Test
    void observingReportsWhatEnforcingWouldDo() {
        try (ProvisionedAccount observed = ProvisionedAccount.with("ProvisionMode", "observe")) {
            observed.createRole("web");
            observed.afterTheDelay();

            assertThat(observed.roleIn("web")).isEqualTo("no profile");
            assertThat(observed.findingText("profile-created", "done"))
                    .contains("create instance profile /web: would-do")
                    .contains("add role web to web: would-do");
        }
    }

    @Test
    void observingNoticesThatTheNameIsTakenToo() {
        try (ProvisionedAccount observed = ProvisionedAccount.with("ProvisionMode", "observe")) {
            createRole(observed.by("Terraform/1.13.3"), "db");
            createProfile(observed.as("alice"), "web");
            add(observed.as("alice"), "web", "db");
            observed.createRole("web");
            observed.afterTheDelay();

            assertThat(observed.findings()).containsExactly("profile-name-taken");
        }
    }

    @Test
    void waitsForTheReadLag() {
        account.sandbox().faults().set("lag", "PT2S");
        account.createRole("web");
        account.afterTheDelay();
        account.sandbox().faults().set("lag", "PT0S");

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.findings()).containsExactly("profile-created");
    }

    @Test
    void theProfileGetsInheritedTagsAndTheyAreRecorded() {
        try (ProvisionedAccount tagged = ProvisionedAccount.with("InheritedTags", "Owner")) {
            tagged.as("alice")
                    .createRole(r ->
                            r.roleName("web")
                                    .assumeRolePolicyDocument(TRUSTS_EC2)
                                    .tags(Tag.builder().key("owner").value("alice").build()));
            List<String> database = new ArrayList<>();
            tagged.sandbox().settle();
            tagged.sandbox().database().observer(database::add);
            tagged.afterTheDelay();

            assertThat(tagged.tagsOf("web")).containsEntry("Owner", "alice");
            assertThat(database).startsWith("BatchGetItem", "PutItem", "PutItem", "PutItem");
        }
    }

    @Test
    void aManualCheckOfARoleWorksAtAnyTime() {
        createRole(account.by("Terraform/1.13.3"), "web");
        account.afterTheDelay();

        assertThat(account.invoke("{\"show\": {\"role\": \"web\"}}"))
                .contains("\"wouldDecide\":\"provision\"")
                .contains("add role web to web: would-do");
        assertThat(account.roleIn("web")).isEqualTo("no profile");
        assertThat(account.invoke("{\"check\": {\"role\": \"web\"}}"))
                .contains("\"decision\":\"provision\"");
        assertThat(account.roleIn("web")).isEqualTo("web");
    }

    @Test
    void aManualCheckOfANewRoleSaysToWait() {
        account.createRole("web");

        assertThat(account.invoke("{\"check\": {\"role\": \"web\"}}"))
                .contains("\"decision\":\"not-yet\"");
        assertThat(account.roleIn("web")).isEqualTo("no profile");
    }

    private final ProvisionedAccount account = ProvisionedAccount.with();

    @AfterEach
    void close() {
        account.close();
    }
}
