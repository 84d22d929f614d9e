package dev.profileguard.sandbox.replay;

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
    void skipsWhatIsNotForTheFunctionWithAReason() throws IOException {
        replay(
                write("other.json", REMOVED.replace("RemoveRoleFromInstanceProfile", "DeleteRole")),
                write("bare.json", "{\"eventName\": \"X\"}"));

        assertThat(told.toString())
                .contains("skips it: DeleteRole of iam.amazonaws.com does not change")
                .contains("skips it: detail.userIdentity is missing")
                .contains("2 records: 0 handled, 2 skipped with a reason, 0 failed");
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
                .contains("broken.json: no JSON at line 1")
                .contains("empty.json: there are no records in it")
                .contains("number.json: 7 is no CloudTrail record");
        assertThat(told.toString()).contains("1 records: 1 handled");
    }

    @Test
    void takesTheTemplatesParameters() throws IOException {
        CommandLine command = command();

        int exit =
                command.execute(
                        "--template",
                        "../template.yaml",
                        write("record.json", REMOVED).toString(),
                        "--parameter-overrides",
                        "GuardMode=enforce",
                        "GuardedProfiles=prod-*");

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

    @TempDir private Path dir;
    private final StringWriter told = new StringWriter();
    private final StringWriter complaints = new StringWriter();

    static boolean recordsAreHere() {
        return Files.isDirectory(RECORDS);
    }

    private int replay(Path... files) {
        List<String> arguments = new ArrayList<>(List.of("--template", "../template.yaml"));
        Stream.of(files).map(Path::toString).forEach(arguments::add);
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

    private static String oneLine(String json) {
        return json.replace('\n', ' ');
    }

    private static String quoted(String json) {
        return "\"" + oneLine(json).replace("\"", "\\\"") + "\"";
    }
}
