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
        Path log = write("log.json", "{\"Records\": [" + REMOVED + "," + ADDED + "]}");
        Path gzipped = dir.resolve("log.json.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(gzipped))) {
            out.write(("{\"Records\": [" + ADDED + "]}").getBytes(StandardCharsets.UTF_8));
        }
        Path lookup =
                write(
                        "lookup.json",
                        "{\"Events\": [{\"EventId\": \"e\", \"CloudTrailEvent\": "
                                + quoted(REMOVED)
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
                .containsOnlyOnce("UpdateRole  instance-profile/prod-web role/web   no rule takes")
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

        assertThat(told.toString()).contains("the rules leave out the stack's own calls");
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
                .contains("broken.json, line 1, column 14: the file ends in the middle")
                .contains("empty.json: there are no records in it")
                .contains("number.json, line 1, column 1: 7 is no CloudTrail record");
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

        assertThat(told.toString())
                .contains("%d records: ".formatted(files.size()))
                .contains(" 0 failed");
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

    static boolean recordsAreHere() {
        return Files.isDirectory(RECORDS);
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
