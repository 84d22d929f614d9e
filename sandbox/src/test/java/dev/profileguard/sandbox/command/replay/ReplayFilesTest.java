package dev.profileguard.sandbox.command.replay;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is read from files and folders.
class ReplayFilesTest extends AbstractReplayTest {
    @Test
    void readsAllFormatsOfRecords() throws IOException {
        Path event = Path.of("../events/ProfileGuard/role-added.json");
        Path log =
                write(
                        "log.json",
                        "{\"Records\": [" + sameCall(REMOVED) + "," + sameCall(ADDED) + "]}");
        Path gzipped = folder.resolve("log.json.gz");
        try (GZIPOutputStream out = new GZIPOutputStream(Files.newOutputStream(gzipped))) {
            out.write(
                    ("{\"Records\": [" + sameCall(ADDED) + "]}").getBytes(StandardCharsets.UTF_8));
        }
        Path lookup =
                write(
                        "lookup.json",
                        "{\"Events\": [{\"EventId\": \"e\", \"CloudTrailEvent\": "
                                + quoted(sameCall(REMOVED))
                                + "}], \"NextToken\": \"n\"}");
        Path lines = write("records.jsonl", oneLine(REMOVED) + "\n" + oneLine(ADDED));

        assertThat(replay(event, log, gzipped, lookup, lines)).isZero();

        assertThat(output.toString()).contains("7 records: 7 handled, 0 skipped");
    }

    @Test
    void namesFilesWithoutRecordsAndReplaysTheOthers() throws IOException {
        Path missing = folder.resolve("missing.json");
        Path broken = write("broken.json", "{\"Records\": [");
        Path empty = write("empty.json", "");
        Path number = write("number.json", "7");

        assertThat(replay(missing, broken, empty, number, write("good.json", REMOVED))).isOne();

        assertThat(errors.toString())
                .contains("missing.json: there is no such file")
                .contains("broken.json, line 1, column 14: the file is truncated")
                .contains("empty.json: the file contains no records")
                .contains("number.json, line 1, column 1: 7 is not a CloudTrail record");
        assertThat(output.toString()).contains("1 records: 1 handled");
    }

    @Test
    void replaysTheFilesOfAFolder() throws IOException {
        Files.createDirectories(folder.resolve("day/15"));
        write("day/15/b.json", ADDED);
        write("day/a.jsonl", REMOVED);
        write("day/notes.txt", "no record");

        assertThat(replay(folder.resolve("day"))).isZero();

        assertThat(output.toString()).contains("2 records: 2 handled");
    }

    @Test
    void printsNothingWhenNothingCanBeRead() {
        assertThat(replay(folder.resolve("missing.json"))).isOne();

        assertThat(output.toString()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("recordsThatAreHere")
    void replaysEveryKindOfRecord(Path records) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.walk(records)) {
            files = found.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }

        assertThat(replay(files.toArray(new Path[0]))).isZero();

        assertThat(output.toString()).contains(" 0 failed").doesNotContain("is missing");
        int played = number("(\\d+) records: \\d+ handled");
        int others = number("left out: (\\d+) of \\d+ records, which belong to other accounts");
        int repeated = number("left out: (\\d+) duplicate records");
        assertThat(played + others + repeated).isEqualTo(files.size()).isGreaterThan(50);
    }

    @Test
    void replaysARecordThatSeveralTrailsWroteOnce() throws IOException {
        Path one = write("one.json", "{\"Records\": [" + REMOVED + "," + ADDED + "]}");
        Path two = write("two.json", "{\"Records\": [" + ADDED + "," + REMOVED + "]}");

        assertThat(replay(one, two)).isZero();

        assertThat(output.toString())
                .contains("left out: 2 duplicate records")
                .contains("2 records: 2 handled");
    }

    @Test
    void replaysEachRecordWithoutAnId() throws IOException {
        String none = REMOVED.replace("\"eventID\": \"e-00\", ", "");

        replay(write("one.json", none), write("two.json", none));

        assertThat(output.toString()).contains("2 records: ").doesNotContain("left out");
    }

    @Test
    void leavesOutWhatIsNotARecordOfACall() throws IOException {
        Path insight =
                write("insight.json", "{\"Records\": [{\"insightDetails\": {}}, " + REMOVED + "]}");
        Path digest = write("digest.json", "{\"digestStartTime\": \"t\", \"logFiles\": []}");

        assertThat(replay(insight, digest)).isZero();

        assertThat(output.toString())
                .contains("left out: 1 x CloudTrail digests, such as " + digest)
                .contains("left out: 1 x CloudTrail Insights, such as " + insight)
                .contains("1 records: 1 handled");
    }

    @Test
    void refusesFilesWithoutAnyRecordOfACall() throws IOException {
        assertThat(replay(write("digest.json", "{\"digestStartTime\": \"t\"}"))).isOne();

        assertThat(output.toString()).isEmpty();
        assertThat(errors.toString())
                .contains("left out: 1 x CloudTrail digests, such as ", "no record of a call");
    }

    @Test
    void replaysACopyOfALogBucket() throws IOException {
        String logs = "bucket/AWSLogs/123456789012/";
        for (String each : List.of("CloudTrail/us-east-1", "vpcflowlogs", "x", "Config")) {
            Files.createDirectories(folder.resolve(logs + each));
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

        assertThat(replay(folder.resolve("bucket"))).isZero();

        assertThat(errors.toString()).isEmpty();
        assertThat(output.toString())
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
    void namesTheBrokenLogOfABucket() throws IOException {
        Files.createDirectories(folder.resolve("bucket"));
        write("bucket/1.json", "{\"Records\": [" + REMOVED + "]}");
        write("bucket/2.json", "{\"Records\": [" + REMOVED);

        assertThat(replay(folder.resolve("bucket"))).isOne();

        assertThat(errors.toString()).contains("2.json, line ", "is truncated");
        assertThat(output.toString()).contains("1 records: 1 handled");
    }

    @Test
    void namesAnUnknownFileThatTheUserNamed() throws IOException {
        assertThat(
                        replay(
                                write("other.json", "{\"some\": \"thing\"}"),
                                write("good.json", REMOVED)))
                .isOne();

        assertThat(errors.toString())
                .contains(
                        "other.json, line 1, column ",
                        "{\"some\":\"thing\"} is not a CloudTrail record");
        assertThat(output.toString()).contains("1 records: 1 handled");
    }

    // Vocabulary

    /// Records of each kind that CloudTrail documents, and real ones if they are available.
    static List<Path> recordsThatAreHere() {
        Path real = Path.of("../../shared/cloudtrail");
        Path own = Path.of("../functions/src/test/resources/cloudtrail");
        return Files.isDirectory(real) ? List.of(own, real) : List.of(own);
    }

    private int number(String pattern) {
        Matcher found = Pattern.compile(pattern).matcher(output.toString());
        return found.find() ? Integer.parseInt(found.group(1)) : 0;
    }
}
