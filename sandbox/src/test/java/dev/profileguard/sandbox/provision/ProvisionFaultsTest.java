package dev.profileguard.sandbox.provision;

import static dev.profileguard.sandbox.provision.ProvisionedAccount.createRole;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.Sandbox;
import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.ec2.ComputeClient;
import dev.profileguard.sandbox.aws.iam.state.Caller;
import dev.profileguard.sandbox.aws.iam.state.IamErrors;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.model.ConcurrentModificationException;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.IamException;

/// Whatever error IAM returns, and wherever ProfileProvisioner is stopped: the queue delivers the
/// message again, and in the end the role has exactly one profile, or a finding says why not.
class ProvisionFaultsTest {
    private static final Duration COMES_AGAIN = Duration.ofMinutes(7);

    @Test
    void theQuotaIsReportedWithItsUse() {
        fill(account);
        account.createRole("web");
        List<String> database = new ArrayList<>();
        account.sandbox().database().observer(database::add);
        account.afterTheDelay();

        assertThat(database).containsExactly("BatchGetItem", "PutItem");
        assertThat(account.roleIn("web")).isEqualTo("no profile");
        assertThat(account.calls())
                .containsExactly(
                        "GetRole",
                        "ListInstanceProfilesForRole",
                        "CreateInstanceProfile",
                        "GetAccountSummary");
        assertThat(account.findings()).containsExactly("profile-quota-reached");
        assertThat(account.findingText("profile-quota-reached", "cause"))
                .contains("1000 of at most 1000 instance profiles");
        assertThat(account.sandbox().queues().messages("ProvisionDelay")).isEmpty();
    }

    @Test
    void observingNoticesTheQuotaToo() {
        start("ProvisionMode", "observe");
        fill(account);
        account.createRole("web");
        account.afterTheDelay();

        assertThat(account.findings()).containsExactly("profile-quota-reached");
        assertThat(account.findingText("profile-quota-reached", "cause"))
                .contains("1000 of at most 1000 instance profiles");
    }

    @Test
    void observingReadsTheQuotaOnceWhereThereIsRoom() {
        start("ProvisionMode", "observe");
        account.createRole("web");
        account.afterTheDelay();

        assertThat(account.calls())
                .containsExactly(
                        "GetRole",
                        "ListInstanceProfilesForRole",
                        "GetInstanceProfile",
                        "GetAccountSummary");
        assertThat(account.findings()).containsExactly("profile-created");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GetRole",
                "ListInstanceProfilesForRole",
                "CreateInstanceProfile",
                "AddRoleToInstanceProfile"
            })
    void whereverItIsStoppedTheNextDeliveryCompletesIt(String operation) {
        account.sandbox().faults().set("fail", operation + ":2");
        account.createRole("web");
        account.afterTheDelay();
        assertThat(account.roleIn("web")).isNotEqualTo("web");
        assertThat(account.reasons())
                .anyMatch(why ->
                        why.startsWith("failed: Records[0] (message ")
                                && why.contains("ServiceFailureException"));

        account.sandbox().advance(COMES_AGAIN.multipliedBy(2));

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.findings())
                .containsExactlyElementsOf(
                        operation.equals("AddRoleToInstanceProfile")
                                ? List.of("profile-unfinished", "profile-created")
                                : List.of("profile-created"));
        assertThat(account.sandbox().queues().messages("ProvisionDelay")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GetRole",
                "ListInstanceProfilesForRole",
                "GetInstanceProfile",
                "RemoveRoleFromInstanceProfile",
                "DeleteInstanceProfile"
            })
    void whereverItIsStoppedWhileRetiringTheNextTryCompletesIt(String operation) {
        account.provisioned("web");
        account.sandbox().faults().set("fail", operation + ":2");
        assertThatThrownBy(() -> account.as("alice").deleteRole(r -> r.roleName("web")))
                .isInstanceOf(DeleteConflictException.class);

        account.sandbox().advance(COMES_AGAIN);

        assertThat(account.roleIn("web")).isEqualTo("no profile");
        account.as("alice").deleteRole(r -> r.roleName("web"));
    }

    @Test
    void throttlingDelaysItAtMost() {
        account.sandbox().faults().set("throttle", "0.4");
        IntStream.range(0, 5).forEach(i -> createRole(account, "web-" + i));
        account.sandbox().advance(COMES_AGAIN.multipliedBy(3));
        account.sandbox().faults().set("throttle", "0");
        account.sandbox().advance(COMES_AGAIN);

        IntStream.range(0, 5)
                .forEach(i -> assertThat(account.roleIn("web-" + i)).isEqualTo("web-" + i));
        assertThat(account.sandbox().queues().messages("ProfileProvisionerFailures")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"CreateInstanceProfile", "AddRoleToInstanceProfile"})
    void waitsForAnotherChangeInProgress(String operation) {
        account.beforeItsNext(
                operation,
                () -> {
                    throw IamErrors.of(
                            ConcurrentModificationException.builder(),
                            "ConcurrentModification",
                            409,
                            "Another change is under way");
                });
        account.createRole("web");
        account.afterTheDelay();

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.findings()).containsExactly("profile-created");
    }

    @Test
    void waitsForARoleThatReadsDoNotReturnYet() {
        start("ProvisionDelaySeconds", "0");
        account.sandbox().faults().set("lag", "PT5S");
        account.createRole("web");
        account.sandbox().settle();
        account.sandbox().faults().set("lag", "PT0S");

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.findings()).containsExactly("profile-created");
    }

    @Test
    void aRoleOrProfileThatAddingDoesNotFindYetIsReadAgain() {
        for (String missing :
                List.of(
                        "The role with name web cannot be found.",
                        "Instance Profile web cannot be found.")) {
            start();
            account.beforeItsNext(
                    "AddRoleToInstanceProfile",
                    () -> {
                        throw IamErrors.of(
                                software.amazon.awssdk.services.iam.model.NoSuchEntityException
                                        .builder(),
                                "NoSuchEntity",
                                404,
                                missing);
                    });
            account.createRole("web");
            account.afterTheDelay();

            assertThat(account.roleIn("web")).isEqualTo("web");
            assertThat(account.findings()).containsExactly("profile-created");
        }
    }

    @Test
    void aMissingPermissionToAddTheRoleIsReportedAndNotRetried() {
        refuse("AddRoleToInstanceProfile", PASS_ROLE);
        account.createRole("web");
        account.afterTheDelay();

        assertThat(account.findings()).containsExactly("profile-unfinished");
        assertThat(account.findingText("profile-unfinished", "cause"))
                .contains("created profile web", "iam:PassRole on resource: role web");
        assertThat(account.findingText("profile-unfinished", "todo"))
                .contains("Allow iam:PassRole on this role to the function's role");
        nothingIsRetried();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "with an explicit deny in a service control policy | service control policies",
                "because no permissions boundary allows it | permissions boundary",
                "because no identity-based policy allows it | Allow iam:CreateInstanceProfile and"
                        + " iam:TagInstanceProfile to the function's role"
            })
    void aRefusedCreationIsAFindingWithWhatToDo(String why, String todo) {
        refuse("CreateInstanceProfile", "User: x is not authorized to perform: y " + why);
        account.createRole("web");
        account.afterTheDelay();

        assertThat(account.findings()).containsExactly("provision-failed");
        assertThat(account.findingText("provision-failed", "cause"))
                .contains("IAM refused to create instance profile /web: User: x", why);
        assertThat(account.findingText("provision-failed", "todo"))
                .contains(todo, "{\"mode\": \"sweep\", \"names\": [\"web\"]}");
        nothingIsRetried();
    }

    @Test
    void aRefusedDeletionIsAFindingWithWhatToDo() {
        account.provisioned("web");
        refuse("RemoveRoleFromInstanceProfile", "explicit deny in a service control policy");
        assertThatThrownBy(() -> account.as("alice").deleteRole(r -> r.roleName("web")))
                .isInstanceOf(DeleteConflictException.class);
        account.sandbox().settle();

        assertThat(account.findings()).containsExactly("provision-failed");
        assertThat(account.findingText("provision-failed", "todo"))
                .contains("iam:RemoveRoleFromInstanceProfile");
        nothingIsRetried();
    }

    @Test
    void onceThePolicyIsChangedTheNextSweepDoesIt() {
        refuse("CreateInstanceProfile", "explicit deny in a service control policy");
        account.createRole("web");
        account.afterTheDelay();
        account.sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");
        assertThat(account.roleIn("web")).isEqualTo("no profile");
        account.sandbox().account().gate(call -> {});

        account.sandbox().lambda().invoke("Backfill", "{\"mode\": \"sweep\"}");

        assertThat(account.roleIn("web")).isEqualTo("web");
    }

    private static final String PASS_ROLE =
            "User: profile-guard is not authorized to perform: iam:PassRole on resource: role web";

    /// IAM refuses an operation to the functions.
    private void refuse(String operation, String message) {
        account.sandbox()
                .account()
                .gate(call -> {
                    if (call.operation().equals(operation)
                            && call.caller().arn().contains(":assumed-role/")) {
                        throw IamErrors.accessDenied(message);
                    }
                });
    }

    private void nothingIsRetried() {
        assertThat(account.sandbox().queues().messages("ProvisionDelay")).isEmpty();
        account.sandbox().advance(COMES_AGAIN.multipliedBy(10));
        assertThat(account.sandbox().queues().messages("UndeliveredEvents")).isEmpty();
        assertThat(account.sandbox().queues().messages("ProfileProvisionerFailures")).isEmpty();
    }

    @Test
    void duplicateMessagesCreateOneProfile() {
        account.sandbox().faults().set("double", "1");
        account.createRole("web");
        account.afterTheDelay();
        account.sandbox().advance(COMES_AGAIN);

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.findings()).containsExactly("profile-created");
        assertThat(account.calls()).filteredOn("CreateInstanceProfile"::equals).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "900, 900"})
    void theDelayMayHaveEveryLengthThatTheQueueAllows(int delay, int seconds) {
        start("ProvisionDelaySeconds", Integer.toString(delay));
        account.createRole("web");
        account.sandbox().settle();
        if (seconds > 0) {
            account.sandbox().advance(Duration.ofSeconds(seconds - 1));
            assertThat(account.roleIn("web")).isEqualTo("no profile");
            account.sandbox().advance(Duration.ofSeconds(6));
        }

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.sandbox().queues().messages("ProvisionDelay")).isEmpty();
    }

    @Test
    void aConditionOfTheTrustPolicyIsReportedWithTheProfile() {
        String condition =
                ProvisionedAccount.TRUSTS_EC2.replace(
                        "\"Action\"",
                        "\"Condition\": {\"StringEquals\": {\"aws:SourceAccount\": \"1\"}},"
                                + " \"Action\"");
        account.as("alice").createRole(r -> r.roleName("web").assumeRolePolicyDocument(condition));
        account.afterTheDelay();

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.findingText("profile-created", "cause"))
                .contains("only under a condition (StringEquals aws:SourceAccount)");
    }

    @Test
    void aLaunchWithTheNameOfARoleCreatesTheProfile() {
        roleThatNobodyHeardOf("web");

        assertThatThrownBy(() -> ec2("aws-cli/2.31.0").runInstances("web"))
                .isInstanceOf(AwsServiceException.class)
                .hasMessageContaining("Invalid IAM Instance Profile name");
        account.afterTheDelay();

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.findingText("profile-created", "cause"))
                .contains("RunInstances", "user/bob");
        assertThat(ec2("aws-cli/2.31.0").runInstances("web")).startsWith("i-");
    }

    @Test
    void aLaunchOfTerraformIsLeftAlone() {
        roleThatNobodyHeardOf("web");

        assertThatThrownBy(() -> ec2("APN/1.0 HashiCorp/1.0 Terraform/1.13.3").runInstances("web"))
                .isInstanceOf(AwsServiceException.class);
        account.afterTheDelay();

        assertThat(account.roleIn("web")).isEqualTo("no profile");
        assertThat(account.calls()).isEmpty();
    }

    @Test
    void anAssociationWithTheNameOfARoleCreatesTheProfile() {
        roleThatNobodyHeardOf("web");
        account.provisioned("other");
        ComputeClient ec2 = ec2("aws-cli/2.31.0");
        String instance = ec2.runInstances("other");

        assertThatThrownBy(() -> ec2.associate(instance, "web"))
                .isInstanceOf(AwsServiceException.class)
                .hasMessageContaining("Invalid IAM Instance Profile name");
        account.afterTheDelay();

        assertThat(account.roleIn("web")).isEqualTo("web");
    }

    @Test
    void onlyTheMalformedMessageBecomesADeadLetterAtOnce() {
        String arn =
                account.sandbox().template().queues().stream()
                        .filter(queue -> queue.arn().endsWith("ProvisionDelay"))
                        .findFirst()
                        .orElseThrow()
                        .arn();
        account.sandbox().queues().send(arn, "no json");
        account.createRole("web");
        account.afterTheDelay();

        assertThat(account.roleIn("web")).isEqualTo("web");
        assertThat(account.sandbox().queues().messages("ProvisionDelay")).isEmpty();
        assertThat(account.sandbox().queues().messages("ProfileProvisionerFailures"))
                .containsExactly("no json");
        assertThat(account.reasons())
                .anyMatch(why ->
                        why.contains("not a JSON object") && why.contains("dead-letter queue"));
    }

    private ProvisionedAccount account = ProvisionedAccount.with();

    private void start(String... parameters) {
        account.close();
        account = ProvisionedAccount.with(parameters);
    }

    /// Creates as many profiles as the quota allows.
    private static void fill(ProvisionedAccount account) {
        IntStream.range(0, 1000)
                .forEach(i -> ProvisionedAccount.createProfile(account.as("admin"), "full-" + i));
        account.forget();
    }

    private static void createRole(ProvisionedAccount account, String name) {
        try {
            account.createRole(name);
        } catch (IamException throttled) {
            createRole(account, name);
        }
    }

    private void roleThatNobodyHeardOf(String name) {
        account.sandbox().faults().set("lose", "1");
        account.createRole(name);
        account.sandbox().settle();
        account.sandbox().faults().set("lose", "0");
    }

    private ComputeClient ec2(String userAgent) {
        Caller.User bob = Sandbox.user("bob");
        return new ComputeClient(
                account.sandbox().instances(), new Origin(bob, userAgent, "198.51.100.7"));
    }

    @AfterEach
    void close() {
        account.close();
    }
}
