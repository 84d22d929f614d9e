package dev.profileguard.sandbox.command.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReplayTest {
    @Test
    void tellsWhatTheGuardWouldDoAboutARecord() throws IOException {
        assertThat(replay(write("record.json", REMOVED))).isZero();

        assertThat(told.toString())
                .contains("RemoveRoleFromInstanceProfile  instance-profile/prod-web role/web")
                .contains("ProfileGuard: revert.")
                .contains("would-do: add role web to prod-web")
                .contains("finding role-reverted")
                .contains("1 records: 1 handled, 0 skipped with a reason, 0 failed");
    }

    @Test
    void readsEveryFormInWhichPeopleHaveRecords() throws IOException {
        Path event = Path.of("../events/ProfileGuard/role-added.json");
        Path log =
                write("log.json", "{\"Records\": [" + other(REMOVED) + "," + other(ADDED) + "]}");
        Path gzipped = dir.resolve("log.json.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(gzipped))) {
            out.write(("{\"Records\": [" + other(ADDED) + "]}").getBytes(StandardCharsets.UTF_8));
        }
        Path lookup =
                write(
                        "lookup.json",
                        "{\"Events\": [{\"EventId\": \"e\", \"CloudTrailEvent\": "
                                + quoted(other(REMOVED))
                                + "}], \"NextToken\": \"n\"}");
        Path lines = write("records.jsonl", oneLine(REMOVED) + "\n" + oneLine(ADDED));

        assertThat(replay(event, log, gzipped, lookup, lines)).isZero();

        assertThat(told.toString()).contains("7 records: 7 handled, 0 skipped");
    }

    @Test
    void playsRecordsInTheOrderOfTheirTimes() throws IOException {
        replay(write("later.json", ADDED), write("earlier.json", REMOVED));

        assertThat(told.toString().indexOf("RemoveRoleFromInstanceProfile"))
                .isLessThan(told.toString().indexOf("AddRoleToInstanceProfile"));
        assertThat(told.toString()).contains("evil was in it instead of web");
    }

    @Test
    void skipsWhatNoRuleMatchesWithAReason() throws IOException {
        String failed = record("AddRoleToInstanceProfile", "web", "10");
        replay(
                write("other.json", record("UpdateRole", "web", "00")),
                write("failed.json", failed.replace("{\"event", "{\"errorCode\": \"E\", \"event")),
                write("bare.json", "{\"eventName\": \"X\"}"));

        assertThat(told.toString())
                .containsOnlyOnce(
                        "UpdateRole  instance-profile/prod-web role/web   no rule matches")
                .contains("AddRoleToInstanceProfile of iam.amazonaws.com that failed with E")
                .contains("X   detail.userIdentity is missing")
                .contains("3 records: 0 handled, 3 skipped with a reason, 0 failed");
    }

    @Test
    void guardsNoMoreThanTheParametersSay() throws IOException {
        replay(List.of("GuardedProfiles=other-*"), write("record.json", REMOVED));

        assertThat(told.toString()).contains("ProfileGuard: not-guarded");
    }

    @Test
    void leavesOutTheStacksOwnCalls() throws IOException {
        String own =
                REMOVED.replace(
                        "\"arn\": \"arn:aws:iam::123456789012:user/mallory\"",
                        "\"sessionContext\": {\"sessionIssuer\": {\"arn\": \""
                                + "arn:aws:iam::123456789012:role/profile-guard-ProfileGuardRole"
                                + "\"}}");

        replay(write("own.json", own));

        assertThat(told.toString())
                .contains("the rules exclude calls of the stack's own functions");
    }

    @Test
    void handsOverWhatWaitsInAQueueWhenItsTimeHasCome() throws IOException {
        replay(write("day.json", roleMade("09:00:00") + roleMade("09:10:00", "late") + REMOVED));

        assertThat(told.toString())
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
    void handsOverWhatStillWaitsAtTheEnd() throws IOException {
        replay(write("role.json", roleMade("09:00:00")));

        assertThat(told.toString())
                .contains("09:02:00Z  120 s after CreateRole  role/web")
                .contains("would-do: create instance profile /web")
                .contains("1 records: 1 handled");
    }

    @Test
    void leavesARoleAloneThatGotItsProfileWithinTheDelay() throws IOException {
        replay(
                write(
                        "tutorial.json",
                        roleMade("09:29:00")
                                + record("CreateInstanceProfile", "web", "10")
                                + record("AddRoleToInstanceProfile", "web", "20")));

        assertThat(told.toString()).contains("ProfileProvisioner: has-profile");
    }

    @Test
    void handsOneFunctionsCallsToTheOthers() throws IOException {
        replay(
                List.of(
                        "ProvisionMode=enforce",
                        "TagMode=enforce",
                        "TagDefaults=Owner=nobody",
                        OWNER),
                write("role.json", roleMade("09:00:00")));

        assertThat(told.toString())
                .containsSubsequence(
                        "ProfileProvisioner: provision",
                        "to ProfileProvisioner's own CreateInstanceProfile  instance-profile/web:",
                        "TagEnforcer: tagged")
                .contains("1 records: 1 handled");
    }

    @Test
    void tellsOnceWhichFunctionsDoNothing() throws IOException {
        replay(
                List.of("ProvisionMode=off"),
                write("day.json", roleMade("09:00:00") + roleMade("09:10:00", "late") + REMOVED));

        assertThat(told.toString())
                .containsOnlyOnce("ProvisionMode is off: no role gets a profile")
                .containsOnlyOnce("TagPolicy and InheritedTags are empty: TagEnforcer does nothing")
                .contains("ProfileProvisioner is off; TagEnforcer skips it")
                .doesNotContain("TagEnforcer:")
                .contains("3 records: 1 handled, 2 skipped with a reason, 0 failed");
    }

    @Test
    void countsARecordOnceHoweverManyFunctionsHandleIt() throws IOException {
        replay(List.of(OWNER), write("role.json", roleMade("09:00:00")));

        assertThat(told.toString())
                .contains("TagEnforcer: cannot-tag", "ProfileProvisioner: provision")
                .contains("1 records: 1 handled, 0 skipped with a reason, 0 failed");
    }

    @Test
    void namesTheFileThatHoldsNoRecordsAndPlaysTheOthers() throws IOException {
        Path missing = dir.resolve("missing.json");
        Path broken = write("broken.json", "{\"Records\": [");
        Path empty = write("empty.json", "");
        Path number = write("number.json", "7");

        assertThat(replay(missing, broken, empty, number, write("good.json", REMOVED))).isOne();

        assertThat(complaints.toString())
                .contains("missing.json: there is no such file")
                .contains("broken.json, line 1, column 14: the file is truncated")
                .contains("empty.json: the file contains no records")
                .contains("number.json, line 1, column 1: 7 is not a CloudTrail record");
        assertThat(told.toString()).contains("1 records: 1 handled");
    }

    @Test
    void playsTheFilesOfAFolder() throws IOException {
        Files.createDirectories(dir.resolve("day/15"));
        write("day/15/b.json", ADDED);
        write("day/a.jsonl", REMOVED);
        write("day/notes.txt", "no record");

        assertThat(replay(dir.resolve("day"))).isZero();

        assertThat(told.toString()).contains("2 records: 2 handled");
    }

    @Test
    void playsNothingWhenNothingCanBeRead() {
        assertThat(replay(dir.resolve("missing.json"))).isOne();

        assertThat(told.toString()).isEmpty();
    }

    @Test
    void takesTheTemplatesParameters() throws IOException {
        int exit =
                replay(
                        List.of("GuardMode=enforce", "GuardedProfiles=prod-*"),
                        write("record.json", REMOVED));

        assertThat(exit).isZero();
        assertThat(told.toString()).contains("done: add role web to prod-web");
    }

    @Test
    @EnabledIf("recordsAreHere")
    void playsAllRealRecords() throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(RECORDS)) {
            files = found.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }

        assertThat(replay(files.toArray(new Path[0]))).isZero();

        assertThat(told.toString()).contains(" 0 failed").doesNotContain("is missing");
        int played = number("(\\d+) records: \\d+ handled");
        int others = number("left out: (\\d+) of \\d+ records, which belong to other accounts");
        int repeated = number("left out: (\\d+) duplicate records");
        assertThat(played + others + repeated).isEqualTo(files.size());
    }

    @Test
    void takesARecordOnceThatSeveralTrailsWrote() throws IOException {
        Path one = write("one.json", "{\"Records\": [" + REMOVED + "," + ADDED + "]}");
        Path two = write("two.json", "{\"Records\": [" + ADDED + "," + REMOVED + "]}");

        assertThat(replay(one, two)).isZero();

        assertThat(told.toString())
                .contains("left out: 2 duplicate records")
                .contains("2 records: 2 handled");
    }

    @Test
    void takesEachRecordThatHasNoId() throws IOException {
        String none = REMOVED.replace("\"eventID\": \"e-00\", ", "");

        replay(write("one.json", none), write("two.json", none));

        assertThat(told.toString()).contains("2 records: ").doesNotContain("left out");
    }

    @Test
    void playsTheAccountWithMostRecordsAndNamesTheOthers() throws IOException {
        String other = of("210987654321", REMOVED);
        replay(
                write(
                        "org.json",
                        "[%s, %s, %s]".formatted(REMOVED, other, of("210987654321", ADDED))));

        assertThat(told.toString())
                .contains(
                        "left out: 1 of 3 records, which belong to other accounts: 123456789012"
                                + " (1)")
                .contains("by arn:aws:iam::210987654321:user/mallory")
                .contains("finding role-reverted: arn:aws:iam::210987654321:user/mallory")
                .contains("2 records: 2 handled")
                .doesNotContain("arn:aws:iam::123456789012");
    }

    @Test
    void playsTheAccountThatIsChosen() throws IOException {
        Path org =
                write(
                        "org.json",
                        REMOVED + of("210987654321", REMOVED) + of("210987654321", ADDED));

        assertThat(
                        command()
                                .execute(
                                        "--template=../template.yaml",
                                        "" + org,
                                        "--account-id",
                                        "123456789012"))
                .isZero();

        assertThat(told.toString())
                .contains("other accounts: 210987654321 (2)", "1 records: 1 handled");
    }

    @Test
    void namesTheAccountsWhenNoneIsTheChosenOne() throws IOException {
        Path org = write("org.json", REMOVED + of("210987654321", ADDED));

        assertThat(command().execute("" + org, "--account-id=111122223333")).isOne();
        assertThat(command().execute("" + org, "--account-id=web")).isEqualTo(2);

        assertThat(told.toString()).isEmpty();
        assertThat(complaints.toString())
                .contains(
                        "no record belongs to account 111122223333. The records belong to"
                                + " 123456789012 (1), 210987654321 (1)")
                .contains("--account-id must be the twelve digits of an account, not 'web'");
    }

    @Test
    void trustsWhomTheParametersNameInTheAccountThatIsPlayed() throws IOException {
        replay(
                List.of("TrustedPrincipals=arn:aws:iam::210987654321:user/mallory"),
                write("other.json", of("210987654321", REMOVED)));

        assertThat(told.toString()).doesNotContain("role-reverted", "left out");
    }

    @Test
    void keepsAForeignPrincipalForeign() throws IOException {
        String byOther =
                of("210987654321", REMOVED).replace("iam::210987654321", "iam::123456789012");

        replay(write("other.json", byOther));

        assertThat(told.toString()).contains("by arn:aws:iam::123456789012:user/mallory");
    }

    @Test
    void takesTheAccountFromTheEventOrTheCallerWhereTheRecordLacksIt() throws IOException {
        String bare =
                REMOVED.replace("\"recipientAccountId\": \"123456789012\"", "\"readOnly\": false");
        String caller = bare.replace("\"IAMUser\"", "\"IAMUser\", \"accountId\": \"333344445555\"");
        String event = "{\"account\": \"111122223333\", \"detail\": %s}".formatted(other(bare));

        replay(
                write("own.json", ADDED + other(ADDED)),
                write("event.json", event),
                write("old.json", caller));

        assertThat(told.toString())
                .contains(
                        "left out: 2 of 4 records, which belong to other accounts",
                        "111122223333 (1)",
                        "333344445555 (1)");
    }

    @Test
    void takesNamesInAnotherCaseForOneResource() throws IOException {
        String made = record("CreateInstanceProfile", "web", "00").replace("prod-web", "Prod-Web");
        String held =
                record("AddRoleToInstanceProfile", "Web", "10").replace("prod-web", "PROD-WEB");
        String removed = record("RemoveRoleFromInstanceProfile", "WEB", "20");

        replay(write("day.json", made + held + removed));

        assertThat(told.toString())
                .containsSubsequence(
                        "CreateInstanceProfile  instance-profile/Prod-Web",
                        "ProfileGuard: incomplete.",
                        "AddRoleToInstanceProfile  instance-profile/PROD-WEB role/Web",
                        "ProfileGuard: recorded. First sight of",
                        "RemoveRoleFromInstanceProfile  instance-profile/prod-web role/WEB",
                        "ProfileGuard: revert.",
                        "add role Web to")
                .contains("3 records: 3 handled");
    }

    @Test
    void rebuildsOneRoleForAllSpellingsOfItsName() throws IOException {
        replay(
                write(
                        "day.json",
                        roleMade("09:00:00", "Web")
                                + record("UpdateRole", "x", "00")
                                + record("DeleteRole", "WEB", "05")
                                        .replace("\"instanceProfileName\": \"prod-web\", ", "")));

        assertThat(told.toString())
                .contains("120 s after CreateRole  role/Web")
                .doesNotContain("cannot rebuild");
    }

    @Test
    void leavesOutWhatIsNoRecordOfACall() throws IOException {
        Path insight =
                write("insight.json", "{\"Records\": [{\"insightDetails\": {}}, " + REMOVED + "]}");
        Path digest = write("digest.json", "{\"digestStartTime\": \"t\", \"logFiles\": []}");

        assertThat(replay(insight, digest)).isZero();

        assertThat(told.toString())
                .contains("left out: 1 x CloudTrail digests, such as " + digest)
                .contains("left out: 1 x CloudTrail Insights, such as " + insight)
                .contains("1 records: 1 handled");
    }

    @Test
    void refusesFilesOfWhichNoneHoldsARecordOfACall() throws IOException {
        assertThat(replay(write("digest.json", "{\"digestStartTime\": \"t\"}"))).isOne();

        assertThat(told.toString()).isEmpty();
        assertThat(complaints.toString())
                .contains("left out: 1 x CloudTrail digests, such as ", "no record of a call");
    }

    @Test
    void playsACopyOfALogBucket() throws IOException {
        String logs = "bucket/AWSLogs/123456789012/";
        for (String each : List.of("CloudTrail/us-east-1", "vpcflowlogs", "x", "Config")) {
            Files.createDirectories(dir.resolve(logs + each));
        }
        write(logs + "CloudTrail/us-east-1/1.json", "{\"Records\": [" + REMOVED + "]}");
        write(logs + "CloudTrail/us-east-1/2.json", "{\"Records\": []}");
        write(logs + "vpcflowlogs/1.log.gz", "broken");
        write(logs + "Config/1.json", "{\"configurationItems\": []}");
        write(logs + "x/1.gz", "");
        write("bucket/lb.log", "http 2026-01-15T09:00:00 app/x 1.2.3.4:1 -");
        write("bucket/unknown.json", "{\"some\": \"thing\"}");
        write("bucket/empty.json", "");
        write("bucket/notes.txt", "Dear all");

        assertThat(replay(dir.resolve("bucket"))).isZero();

        assertThat(complaints.toString()).isEmpty();
        assertThat(told.toString())
                .contains(
                        "1 x AWS Config history",
                        "1 x load balancer logs",
                        "1 x VPC flow logs",
                        "1 x logs of other services",
                        "1 x empty files",
                        "2 x files of other kinds",
                        "1 records: 1 handled");
    }

    @Test
    void saysWhichLogOfABucketIsBroken() throws IOException {
        Files.createDirectories(dir.resolve("bucket"));
        write("bucket/1.json", "{\"Records\": [" + REMOVED + "]}");
        write("bucket/2.json", "{\"Records\": [" + REMOVED);

        assertThat(replay(dir.resolve("bucket"))).isOne();

        assertThat(complaints.toString()).contains("2.json, line ", "is truncated");
        assertThat(told.toString()).contains("1 records: 1 handled");
    }

    @Test
    void saysWhatAFileIsThatWasNamedAndIsUnknown() throws IOException {
        assertThat(
                        replay(
                                write("other.json", "{\"some\": \"thing\"}"),
                                write("good.json", REMOVED)))
                .isOne();

        assertThat(complaints.toString())
                .contains(
                        "other.json, line 1, column ",
                        "{\"some\":\"thing\"} is not a CloudTrail record");
        assertThat(told.toString()).contains("1 records: 1 handled");
    }

    @Test
    void saysThatASignInIsNoCall() throws IOException {
        String signIn =
                "{\"eventName\": \"ConsoleLogin\", \"eventType\": \"AwsConsoleSignIn\","
                        + " \"eventSource\": \"signin.amazonaws.com\"}";

        replay(write("day.json", signIn + REMOVED));

        assertThat(told.toString())
                .contains("ConsoleLogin   ConsoleLogin is not an API call, but an AwsConsoleSignIn")
                .contains("2 records: 1 handled, 1 skipped");
    }

    private static final Path RECORDS = Path.of("../../shared/cloudtrail");
    private static final String REMOVED = record("RemoveRoleFromInstanceProfile", "web", "00");
    private static final String ADDED = record("AddRoleToInstanceProfile", "evil", "30");

    private static final String OWNER =
            "TagPolicy={\"tags\": {\"Owner\": {\"tag_key\": \"Owner\","
                    + " \"report_required_tag_for\":"
                    + " [\"iam:role\", \"iam:instance-profile\"]}}}";

    private static final String FOR_EC2 =
            """
            {"Statement": {"Effect": "Allow", "Action": "sts:AssumeRole",
             "Principal": {"Service": "ec2.amazonaws.com"}}}\
            """;

    @TempDir private Path dir;
    private final StringWriter told = new StringWriter();
    private final StringWriter complaints = new StringWriter();
    private int others;

    static boolean recordsAreHere() {
        return Files.isDirectory(RECORDS);
    }

    private int number(String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(told.toString());
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }

    /// The same call once more, with an ID of its own.
    private String other(String record) {
        return record.replaceFirst(
                "\"eventID\": \"[^\"]*\"", "\"eventID\": \"other-%d\"".formatted(others++));
    }

    private static String of(String account, String record) {
        return record.replace("123456789012", account).replace("\"e-", "\"%s-".formatted(account));
    }

    private int replay(Path... files) {
        return replay(List.of(), files);
    }

    private int replay(List<String> parameters, Path... files) {
        List<String> arguments = new ArrayList<>(List.of("--template", "../template.yaml"));
        Stream.of(files).map(Path::toString).forEach(arguments::add);
        parameters.forEach(each -> arguments.addAll(List.of("--parameter-overrides", each)));
        return command().execute(arguments.toArray(new String[0]));
    }

    private CommandLine command() {
        return new CommandLine(new ReplayCommand())
                .setOut(new PrintWriter(told))
                .setErr(new PrintWriter(complaints));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(dir.resolve(name), text);
    }

    private static String record(String call, String role, String second) {
        return """
        {"eventVersion": "1.11", "eventSource": "iam.amazonaws.com", "eventName": "%s",
         "eventTime": "2026-01-15T09:30:%sZ", "awsRegion": "us-east-1",
         "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/mallory"},
         "requestParameters": {"instanceProfileName": "prod-web", "roleName": "%s"},
         "responseElements": null, "eventID": "e-%s", "readOnly": false,
         "recipientAccountId": "123456789012"}\
        """
                .formatted(call, second, role, second);
    }

    private static String roleMade(String time) {
        return roleMade(time, "web");
    }

    private static String roleMade(String time, String role) {
        return """
        {"eventVersion": "1.11", "eventSource": "iam.amazonaws.com", "eventName": "CreateRole",
         "eventTime": "2026-01-15T%sZ", "awsRegion": "us-east-1",
         "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::123456789012:user/alice"},
         "requestParameters": {"roleName": "%s", "assumeRolePolicyDocument": %s},
         "responseElements": null, "eventID": "e-%s", "readOnly": false,
         "recipientAccountId": "123456789012"}\
        """
                .formatted(time, role, quoted(FOR_EC2), role);
    }

    private static String oneLine(String json) {
        return json.replace('\n', ' ');
    }

    private static String quoted(String json) {
        return "\"" + oneLine(json).replace("\"", "\\\"") + "\"";
    }
}
