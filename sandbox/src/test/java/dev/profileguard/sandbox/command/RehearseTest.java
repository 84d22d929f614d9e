package dev.profileguard.sandbox.command;

import static dev.profileguard.sandbox.account.AccountTexts.ACCOUNT;
import static dev.profileguard.sandbox.account.AccountTexts.TRUST;
import static dev.profileguard.sandbox.account.AccountTexts.listing;
import static dev.profileguard.sandbox.account.AccountTexts.nested;
import static dev.profileguard.sandbox.account.AccountTexts.profile;
import static dev.profileguard.sandbox.account.AccountTexts.role;
import static dev.profileguard.sandbox.account.AccountTexts.roles;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.aws.cloudformation.reader.TemplateReader;
import dev.profileguard.sandbox.command.replay.Replay;
import dev.profileguard.sandbox.trail.RecordedCalls;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RehearseTest {
    @Test
    void tellsThePlanInReadingOrder() {
        assertThat(rehearse(GUARDED)).isZero();

        assertThat(told.toString())
                .containsSubsequence(
                        "loaded 2 roles, 2 instance profiles",
                        "TagPolicy and InheritedTags are empty: TagEnforcer does nothing",
                        "The plan",
                        "provision  1 has-profile, 1 provision",
                        "guard      2 not-guarded, 1 recorded",
                        "1 roles and profiles would change",
                        "role/api",
                        "create instance profile /api",
                        "add role api to api",
                        "2 findings",
                        "profile-created  role/api",
                        "todo: ",
                        "baseline-recorded  instance-profile/prod-web")
                .doesNotContain("The calls");
        assertThat(complaints.toString()).isEmpty();
    }

    @Test
    void runsOnlyTheRulesOfFunctionsThatAreOn() {
        assertThat(rehearse("--parameter-overrides", "ProvisionMode=off", "GuardMode=off"))
                .isZero();

        assertThat(told.toString()).contains("Nothing would change", "No findings");
    }

    @Test
    void playsTheCallsOnTheAccountAsItMustHaveBeenBefore() {
        assertThat(rehearse("--events", trail.toString(), GUARDED)).isZero();

        assertThat(told.toString())
                .containsSubsequence(
                        "The first sweep, before the calls",
                        "1 recorded",
                        "The calls",
                        "left out: 1 of 3 records",
                        "09:00:00Z  RemoveRoleFromInstanceProfile  instance-profile/prod-web"
                                + " role/web",
                        "by arn:aws:iam::123456789012:user/mallory",
                        "ProfileGuard: revert",
                        "would-do: add role web to prod-web",
                        "09:05:00Z  CreateRole  role/api",
                        "09:07:00Z  120 s after CreateRole  role/api",
                        "would-do: create instance profile /api",
                        "2 records: 2 handled, 0 skipped with a reason, 0 failed")
                .doesNotContain(ACCOUNT + ":user")
                .doesNotContain("done: ");
    }

    @Test
    void countsTheRecordsThatMatterToNobody() throws IOException {
        Path noise = folder.resolve("noise");
        Files.createDirectory(noise);
        String read = call("GetRole", "08:00:00", ACCOUNT, "web");
        String started = call("RunInstances", "08:01:00", ACCOUNT, "web").replace("iam.", "ec2.");
        Files.writeString(noise.resolve("a.json"), read.replace("false", "true") + started);

        assertThat(rehearse("--events", trail.toString(), noise.toString())).isZero();

        assertThat(told.toString())
                .containsSubsequence(
                        "left out: 2 of 5 records, which concern no function",
                        "left out: 1 of 5 records, which belong to other accounts",
                        "2 records: ")
                .doesNotContain("GetRole", "RunInstances");
    }

    @Test
    void saysWhyTheFirstSweepLeavesRolesAloneThatThePlanGivesProfiles() throws IOException {
        Files.writeString(trail, call("TagRole", "08:00:00", ACCOUNT, "web"));

        assertThat(rehearse("--events", trail.toString())).isZero();

        assertThat(told.toString())
                .containsSubsequence(
                        "provision  1 has-profile, 1 provision",
                        "The first sweep, before the calls",
                        "1 left-to-code",
                        "left-to-code: infrastructure as code created these roles, or CloudTrail");
    }

    @Test
    void beginsOnTheDayOfATrailThatConcernsNobody() throws IOException {
        Files.writeString(
                trail,
                call("GetRole", "08:00:00", ACCOUNT, "web").replace("false", "true")
                        + call("ListRoles", "07:00:00", ACCOUNT, "").replace("false", "true"));

        RecordedCalls calls =
                RecordedCalls.concerning(
                        TemplateReader.read(Path.of("../template.yaml"), Map.of()),
                        List.of(trail),
                        complaints::append);

        assertThat(calls.count()).isZero();
        assertThat(Replay.startTime(calls)).isEqualTo("2026-01-15T06:59:00Z");
        assertThat(calls.of(ACCOUNT).mapped(text -> text).start()).isEqualTo(calls.start());
    }

    @Test
    void playsTheFailedCallsThatAFunctionAnswers() throws IOException {
        Files.writeString(trail, inUse("web"));

        assertThat(rehearse("--events", trail.toString())).isZero();

        assertThat(told.toString())
                .contains("09:20:00Z  DeleteRole  role/web", "1 records: 1 handled")
                .doesNotContain("left out: 1");
    }

    @Test
    void tellsOfTheTemplatesRulesThatAreOff() throws IOException {
        Path other = folder.resolve("template.yaml");
        String text = Files.readString(Path.of("../template.yaml"));
        String rule = "  RoleMade:\n    Type: AWS::Events::Rule\n    Properties:\n";
        Files.writeString(other, text.replace(rule, rule + "      State: DISABLED\n"));

        assertThat(guard("rehearse", "--template", "" + other, "--account", "" + account)).isZero();

        assertThat(told.toString())
                .containsSubsequence(
                        "The plan", "RoleMade", " is DISABLED: its events reach nobody");
    }

    @Test
    void tellsNothingOfTheSandboxesOwnState() {
        assertThat(rehearse()).isZero();

        assertThat(told.toString()).doesNotContain("is DISABLED", "baseline table");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "null",
                "\"\"",
                "{\"Version\": \"2012-10-17\", \"Statement\": []}",
                "{\"Statement\": [{\"Effect\": \"Perhaps\"}]}",
                "\"%7B%7D\""
            })
    void saysOfWhichRoleTheTrustPolicyIsNone(String trust) throws IOException {
        String text = Files.readString(account);
        int api = text.indexOf("role/api");
        Files.writeString(
                account, text.substring(0, api) + text.substring(api).replace(TRUST, trust));

        assertThat(rehearse("--events", trail.toString())).isZero();

        assertThat(told.toString())
                .containsSubsequence(
                        "provision  1 failed, 1 has-profile",
                        "1 without a plan, because a rule failed",
                        "role/api   provision failed: The trust policy of role api: Statement")
                .doesNotContain("Exception");
        assertThat(complaints.toString()).isEmpty();
    }

    @Test
    void takesARecordOnceThatSeveralTrailsWrote() throws IOException {
        Path again = Files.copy(trail, folder.resolve("again.json"));

        assertThat(rehearse("--events", trail.toString(), again.toString())).isZero();

        assertThat(told.toString())
                .containsSubsequence(
                        "left out: 3 duplicate records",
                        "left out: 1 of 3 records, which belong to other accounts: 999988887777"
                                + " (1)",
                        "2 records: 2 handled");
    }

    @Test
    void leavesOutTheLogsOfOtherServicesByTheirKind() throws IOException {
        Path logs = Files.createDirectories(folder.resolve("bucket/AWSLogs/" + ACCOUNT));
        for (String each :
                List.of("CloudTrail-Digest", "CloudTrail-Insight", "vpcflowlogs", "Config")) {
            Files.writeString(Files.createDirectory(logs.resolve(each)).resolve("1.gz"), "broken");
        }
        Files.copy(trail, logs.resolve("trail.json"));
        Files.writeString(logs.resolve("x.log"), "http 2026-01-15T09:00:00 app/x 1.2.3.4:1 -");

        assertThat(rehearse("--events", folder.resolve("bucket").toString())).isZero();

        assertThat(told.toString())
                .containsSubsequence(
                        "The calls",
                        "left out: 1 x CloudTrail digests, such as ",
                        "left out: 1 x CloudTrail Insights, such as ",
                        "left out: 1 x AWS Config history",
                        "left out: 1 x load balancer logs",
                        "left out: 1 x VPC flow logs",
                        "2 records: ");
        assertThat(complaints.toString()).isEmpty();
    }

    @Test
    void playsWhatIsWrappedAroundRecords() throws IOException {
        String record = Files.readString(trail).replace("\n", "").replace("\\", "\\\\");
        String message = record.replace("\"", "\\\"");
        Files.writeString(trail, "{\"events\": [{\"message\": \"%s\"}]}".formatted(message));

        assertThat(rehearse("--events", trail.toString())).isZero();

        assertThat(told.toString()).contains("2 records: 2 handled");
    }

    @Test
    void printsNothingWhenThereIsNoRecordOfACall() throws IOException {
        Files.writeString(trail, "{\"digestStartTime\": \"t\"}");

        assertThat(rehearse("--events", trail.toString())).isEqualTo(1);

        assertThat(told.toString()).isEmpty();
        assertThat(complaints.toString()).contains("CloudTrail digests", "no record of a call");
    }

    @Test
    void goesAsFarAsTheModesSay() {
        assertThat(
                        rehearse(
                                "--events",
                                trail.toString(),
                                GUARDED,
                                "GuardMode=enforce",
                                "ProvisionMode=enforce"))
                .isZero();

        assertThat(told.toString())
                .contains("done: add role web to prod-web", "done: create instance profile /api");
    }

    @Test
    void guardsNothingInTheCallsThatTheParametersDoNotGuard() {
        assertThat(rehearse("--events", trail.toString())).isZero();

        assertThat(told.toString())
                .contains("ProfileGuard: not-guarded")
                .doesNotContain("add role web to prod-web");
    }

    @Test
    void printsNothingOfAnAccountThatIsCut() throws IOException {
        String text = Files.readString(account);
        Files.writeString(account, text.substring(0, text.length() / 2));

        assertThat(rehearse("--events", trail.toString())).isEqualTo(1);

        assertThat(told.toString()).isEmpty();
        assertThat(complaints.toString())
                .contains("account.json, line 1, byte ", "the file is truncated here");
    }

    @Test
    void printsNothingWhenARecordFileIsBroken() throws IOException {
        Files.writeString(trail, "{\"Records\": [");

        assertThat(rehearse("--events", trail.toString(), "missing.json")).isEqualTo(1);

        assertThat(told.toString()).isEmpty();
        assertThat(complaints.toString())
                .contains(
                        "trail.json, line 1, column 14: the file is truncated",
                        "missing.json: there is no such file");
    }

    @Test
    void printsNothingWhenASettingIsBad() {
        assertThat(rehearse("--parameter-overrides", "TagPolicy={")).isEqualTo(1);

        assertThat(told.toString()).isEmpty();
        assertThat(complaints.toString()).contains("TagPolicy");
    }

    @Test
    void asksForAnAccount() {
        assertThat(guard("rehearse", "--template=../template.yaml")).isEqualTo(2);

        assertThat(complaints.toString()).contains("--account is missing");
    }

    @Test
    void saysThatTheTemplateHasNobodyWhoPlans() throws IOException {
        Path other = folder.resolve("template.yaml");
        String text = Files.readString(Path.of("../template.yaml"));
        Files.writeString(other, text.replaceAll("\\bBackfill(Role)?\\b", "Sweeping$1"));

        int status = guard("rehearse", "--template", other.toString(), "--account", "" + account);

        assertThat(status).isEqualTo(1);
        assertThat(told.toString()).isEmpty();
        assertThat(complaints.toString()).contains("The template has no function Backfill");
    }

    // What the tests above are made of.

    private static final String GUARDED = "--parameter-overrides=GuardedProfiles=prod-*";

    @TempDir private Path folder = Path.of("");
    private Path account = Path.of("");
    private Path profiles = Path.of("");
    private Path trail = Path.of("");
    private final StringWriter told = new StringWriter();
    private final StringWriter complaints = new StringWriter();

    /// An account as it was recorded after the day: `api` was made on it.
    @BeforeEach
    void record() throws IOException {
        String prod = profile("prod-web", nested("web"));
        account = write("account.json", roles(role("web", prod), role("api")));
        profiles = write("profiles.json", listing(prod, profile("empty", "")));
        trail =
                write(
                        "trail.json",
                        call("RemoveRoleFromInstanceProfile", "09:00:00", ACCOUNT, "web")
                                + call("CreateRole", "09:05:00", ACCOUNT, "api")
                                + call("DeleteRole", "09:10:00", "999988887777", "web"));
    }

    private int rehearse(String... further) {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "rehearse",
                                "--template=../template.yaml",
                                "--account",
                                account.toString(),
                                profiles.toString()));
        words.addAll(List.of(further));
        return guard(words.toArray(new String[0]));
    }

    private int guard(String... words) {
        return GuardCommand.commandLine()
                .setOut(new PrintWriter(told))
                .setErr(new PrintWriter(complaints))
                .execute(words);
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    /// A role that cannot be deleted, as a profile holds it.
    private static String inUse(String role) {
        return call("DeleteRole", "09:20:00", ACCOUNT, role)
                .replace(
                        "{\"eventVersion\"",
                        "{\"errorCode\": \"DeleteConflictException\", \"errorMessage\": \"Cannot"
                            + " delete entity, must remove roles from instance profile first.\","
                            + " \"eventVersion\"");
    }

    private static String call(String name, String time, String account, String role) {
        return """
        {"eventVersion": "1.11", "eventSource": "iam.amazonaws.com", "eventName": "%s",
         "eventTime": "2026-01-15T%sZ", "awsRegion": "us-east-1",
         "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::%s:user/mallory"},
         "requestParameters": {"instanceProfileName": "%s", "roleName": "%s"},
         "responseElements": null, "eventID": "e-%s", "readOnly": false,
         "recipientAccountId": "%s"}\
        """
                .formatted(
                        name,
                        time,
                        account,
                        name.endsWith("Profile") ? "prod-web" : "",
                        role,
                        time,
                        account);
    }
}
