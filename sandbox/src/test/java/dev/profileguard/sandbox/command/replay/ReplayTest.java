package dev.profileguard.sandbox.command.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the functions do about the records.
class ReplayTest extends AbstractReplayTest {
    @Test
    void printsWhatProfileGuardWouldDoAboutARecord() throws IOException {
        assertThat(replay(write("record.json", REMOVED))).isZero();

        assertThat(output.toString())
                .contains("RemoveRoleFromInstanceProfile  instance-profile/prod-web role/web")
                .contains("ProfileGuard: revert.")
                .contains("would-do: add role web to prod-web")
                .contains("finding role-reverted")
                .contains("1 records: 1 handled, 0 skipped with a reason, 0 failed");
    }

    @Test
    void replaysRecordsInTheOrderOfTheirTimes() throws IOException {
        replay(write("later.json", ADDED), write("earlier.json", REMOVED));

        assertThat(output.toString().indexOf("RemoveRoleFromInstanceProfile"))
                .isLessThan(output.toString().indexOf("AddRoleToInstanceProfile"));
        assertThat(output.toString()).contains("it contained role evil instead of web");
    }

    @Test
    void skipsRecordsThatNoRuleMatchesWithAReason() throws IOException {
        String failed = record("CreateGroup", "web", "10");
        replay(
                write("other.json", record("UpdateRole", "web", "00")),
                write("failed.json", failed.replace("{\"event", "{\"errorCode\": \"E\", \"event")),
                write("bare.json", "{\"eventName\": \"X\"}"));

        assertThat(output.toString())
                .containsOnlyOnce(
                        "UpdateRole  instance-profile/prod-web role/web   no rule matches")
                .contains("CreateGroup of iam.amazonaws.com that failed with E")
                .contains("X   detail.userIdentity is missing")
                .contains("3 records: 0 handled, 3 skipped with a reason, 0 failed");
    }

    @Test
    void explainsARefusedCall() throws IOException {
        String failed = record("AddRoleToInstanceProfile", "web", "10");
        replay(write("failed.json", failed.replace("{\"event", "{\"errorCode\": \"E\", \"event")));

        assertThat(output.toString())
                .contains("goes to FailureAdvisor", "FailureAdvisor: explained", "error code E")
                .contains("1 records: 1 handled, 0 skipped with a reason, 0 failed");
    }

    @Test
    void guardsOnlyTheProfilesInTheParameters() throws IOException {
        replay(List.of("GuardedProfiles=other-*"), write("record.json", REMOVED));

        assertThat(output.toString()).contains("ProfileGuard: not-guarded");
    }

    @Test
    void skipsCallsOfTheStacksOwnFunctions() throws IOException {
        String own =
                REMOVED.replace(
                        "\"arn\": \"arn:aws:iam::123456789012:user/mallory\"",
                        "\"sessionContext\": {\"sessionIssuer\": {\"arn\": \""
                                + "arn:aws:iam::123456789012:role/profile-guard-ProfileGuardRole"
                                + "\"}}");

        replay(write("own.json", own));

        assertThat(output.toString())
                .contains("the rules exclude calls of the stack's own functions");
    }

    @Test
    void deliversADelayedEventAtItsTime() throws IOException {
        replay(write("day.json", roleMade("09:00:00") + roleMade("09:10:00", "late") + REMOVED));

        assertThat(output.toString())
                .containsSubsequence(
                        "09:00:00Z  CreateRole  role/web",
                        "goes to ProfileProvisioner after 120 s",
                        "09:02:00Z  120 s after CreateRole  role/web",
                        "ProfileProvisioner: provision",
                        "09:10:00Z  CreateRole  role/late",
                        "09:12:00Z  120 s after CreateRole  role/late",
                        "09:30:00Z  RemoveRoleFromInstanceProfile")
                .contains("3 records: 3 handled, 0 skipped");
    }

    @Test
    void deliversTheEventsThatAreStillInAQueueAtTheEnd() throws IOException {
        replay(write("role.json", roleMade("09:00:00")));

        assertThat(output.toString())
                .contains("09:02:00Z  120 s after CreateRole  role/web")
                .contains("would-do: create instance profile /web")
                .contains("1 records: 1 handled");
    }

    @Test
    void createsNoProfileForARoleThatGetsOneWithinTheDelay() throws IOException {
        replay(
                write(
                        "tutorial.json",
                        roleMade("09:29:00")
                                + record("CreateInstanceProfile", "web", "10")
                                + record("AddRoleToInstanceProfile", "web", "20")));

        assertThat(output.toString()).contains("ProfileProvisioner: has-profile");
    }

    @Test
    void deliversTheCallsOfOneFunctionToTheOthers() throws IOException {
        replay(
                List.of(
                        "ProvisionMode=enforce",
                        "TagMode=enforce",
                        "TagDefaults=Owner=nobody",
                        OWNER),
                write("role.json", roleMade("09:00:00")));

        assertThat(output.toString())
                .containsSubsequence(
                        "ProfileProvisioner: provision",
                        "to ProfileProvisioner's own CreateInstanceProfile  instance-profile/web:",
                        "TagEnforcer: tagged")
                .contains("1 records: 1 handled");
    }

    @Test
    void printsOnceWhichFunctionsDoNothing() throws IOException {
        replay(
                List.of("ProvisionMode=off", "NodeRoleMode=off"),
                write("day.json", roleMade("09:00:00") + roleMade("09:10:00", "late") + REMOVED));

        assertThat(output.toString())
                .containsOnlyOnce("ProvisionMode is off: no role gets a profile")
                .containsOnlyOnce("TagPolicy and InheritedTags are empty: TagEnforcer does nothing")
                .contains("ProfileProvisioner is off; TagEnforcer skips it")
                .doesNotContain("TagEnforcer:")
                .contains("3 records: 1 handled, 2 skipped with a reason, 0 failed");
    }

    @Test
    void countsARecordOnceHoweverManyFunctionsHandleIt() throws IOException {
        replay(List.of(OWNER), write("role.json", roleMade("09:00:00")));

        assertThat(output.toString())
                .contains("TagEnforcer: cannot-tag", "ProfileProvisioner: provision")
                .contains("1 records: 1 handled, 0 skipped with a reason, 0 failed");
    }

    @Test
    void appliesTheTemplatesParameters() throws IOException {
        int exit =
                replay(
                        List.of(
                                "GuardMode=enforce",
                                "TrustedPrincipals=nobody",
                                "GuardedProfiles=prod-*"),
                        write("record.json", REMOVED));

        assertThat(exit).isZero();
        assertThat(output.toString()).contains("done: add role web to prod-web");
    }

    @Test
    void treatsNamesThatDifferInCaseAsOneResource() throws IOException {
        String made = record("CreateInstanceProfile", "web", "00").replace("prod-web", "Prod-Web");
        String held =
                record("AddRoleToInstanceProfile", "Web", "10").replace("prod-web", "PROD-WEB");
        String removed = record("RemoveRoleFromInstanceProfile", "WEB", "20");

        replay(write("day.json", made + held + removed));

        assertThat(output.toString())
                .containsSubsequence(
                        "CreateInstanceProfile  instance-profile/Prod-Web",
                        "ProfileGuard: incomplete.",
                        "AddRoleToInstanceProfile  instance-profile/PROD-WEB role/Web",
                        "ProfileGuard: recorded. Seen for the first time:",
                        "RemoveRoleFromInstanceProfile  instance-profile/prod-web role/WEB",
                        "ProfileGuard: revert.",
                        "add role Web to")
                .contains("3 records: 3 handled");
    }

    @Test
    void rebuildsOneRoleForNamesThatDifferInCase() throws IOException {
        replay(
                write(
                        "day.json",
                        roleMade("09:00:00", "Web")
                                + record("UpdateRole", "x", "00")
                                + record("DeleteRole", "WEB", "05")
                                        .replace("\"instanceProfileName\": \"prod-web\", ", "")));

        assertThat(output.toString())
                .contains("120 s after CreateRole  role/Web")
                .doesNotContain("cannot rebuild");
    }

    @Test
    void skipsASignIn() throws IOException {
        String signIn =
                "{\"eventName\": \"ConsoleLogin\", \"eventType\": \"AwsConsoleSignIn\","
                        + " \"eventSource\": \"signin.amazonaws.com\"}";

        replay(write("day.json", signIn + REMOVED));

        assertThat(output.toString())
                .contains("ConsoleLogin   ConsoleLogin is not an API call, but an AwsConsoleSignIn")
                .contains("2 records: 1 handled, 1 skipped");
    }

    // Vocabulary

    private static final String OWNER =
            "TagPolicy={\"tags\": {\"Owner\": {\"tag_key\": \"Owner\","
                    + " \"report_required_tag_for\":"
                    + " [\"iam:role\", \"iam:instance-profile\"]}}}";
}
