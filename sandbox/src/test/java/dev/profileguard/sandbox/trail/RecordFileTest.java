package dev.profileguard.sandbox.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.input.Progress;
import dev.profileguard.sandbox.trail.export.NonRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFileTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'eventName': 'A'} {'eventName': 'B'}",
                "[{'eventName': 'A'}, [{'eventName': 'B'}]]",
                "{'Records': [{'eventName': 'A'}, {'eventName': 'B'}]}",
                "{'x': {'Records': []}, 'Records': [{'eventName': 'A'}], 'y': {'z': [1]}}"
                        + "{'eventName': 'B'}",
                "{'detail-type': 'T', 'detail': {'eventName': 'A'}} [{'detail': {'eventName':"
                        + " 'B'}}]",
                "{'Events': [{'CloudTrailEvent': '{\\'eventName\\': \\'A\\'}', 'Username': 'u'},"
                        + " {'eventName': 'B'}], 'NextToken': 'n'}"
            })
    void readsARecordInAnyForm(String text) throws IOException {
        assertThat(names(written(text))).containsExactly("A", "B");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // aws logs filter-log-events
                "{'events': [{'timestamp': 1, 'message': '{\\'eventName\\': \\'A\\'}'},"
                        + " {'message': '{\\'eventName\\': \\'B\\'}'}], 'searchedLogStreams': []}",
                // exports of CloudWatch Logs to S3, and aws logs tail
                """
                2026-01-15T09:00:00.000Z {'eventName': 'A'}
                2026-01-15T09:00:01.000Z {'eventName': 'B'}
                """,
                "2026-01-15T09:00:00+00:00 stream {\n  'eventName': 'A'\n}\n"
                        + "2026-01-15T09:00:01+00:00 stream {'eventName': 'B'}",
                // aws cloudtrail get-query-results, whole and --query QueryResultRows
                "{'QueryResultRows': [[{'eventJson': '{\\'eventName\\': \\'A\\'}'}],"
                        + " [{'eventTime': 't'}, {'eventJson': '{\\'eventName\\': \\'B\\'}'}]]}",
                "[[{'n': '1'}, {'eventJson': '{\\'eventName\\': \\'A\\'}'}],"
                        + " [{'eventJson': '{\\'eventName\\': \\'B\\'}'}]]",
                // tables of CloudTrail Lake and Logs Insights
                "'eventJson'\r\n'{''eventName'': ''A''}'\r\n'{''eventName'': ''B''}'\r\n",
                "@timestamp,@message\n2026,'{''eventName'':\n ''A'', ''x'': 1}'\n"
                        + "2026,'{''eventName'': ''B''}'",
                // aws logs get-query-results
                "{'results': [[{'field': '@timestamp', 'value': 't'}, {'field': '@message',"
                    + " 'value': '{\\'eventName\\': \\'A\\'}'}], [{'field': '@message', 'value':"
                    + " '{\\'eventName\\': \\'B\\'}'}]], 'statistics': {}, 'status': 'Complete'}",
                // aws cloudtrail lookup-events --query Events[].CloudTrailEvent
                "['{\\'eventName\\': \\'A\\'}', '{\\'eventName\\': \\'B\\'}']",
                "'{\\'eventName\\': \\'A\\'}'\n'{\\'eventName\\': \\'B\\'}'",
                "{'eventName': 'A'}\t{'eventName': 'B'}"
            })
    void readsTheExportsOfServicesAndTools(String text) throws IOException {
        assertThat(names(written(text))).containsExactly("A", "B");
        assertThat(others).isEmpty();
    }

    @Test
    void readsFilesWithByteOrderMarks() throws IOException {
        String text = "{\"eventName\": \"A\"}";
        Files.write(file, text.getBytes(StandardCharsets.UTF_16));
        names(file);
        Files.writeString(file, "\ufeff" + text.replace("A", "B"));
        names(file);
        Files.writeString(file, "\ufeffeventJson\n\"{\"\"eventName\"\": \"\"C\"\"}\"\n");

        assertThat(names(file)).containsExactly("A", "B", "C");
    }

    @Test
    void readsAFileThatIsGzippedTwice() throws IOException {
        ByteArrayOutputStream twice = new ByteArrayOutputStream();
        try (GZIPOutputStream output = new GZIPOutputStream(twice)) {
            output.write(gzipped("{'eventName': 'A'}"));
            output.write(gzipped("{'eventName': 'B'}"));
        }

        assertThat(names(Files.write(file, twice.toByteArray()))).containsExactly("A", "B");
    }

    @Test
    void reportsWhatIsNotARecordAndReadsOn() throws IOException {
        written("{'Records': [{'insightDetails': {}}, {'eventName': 'A'}, {'x': 1}]}");

        assertThat(names(file)).containsExactly("A");

        assertThat(others).containsExactly("INSIGHT", "OTHER");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'QueryResultRows': [[{'eventName': 'A'}]]}",
                "{'QueryResultRows': [[{'eventName': 'A'}, {'userIdentity': '{arn=x}'}]]}",
                "{'results': [[{'field': 'eventName', 'value': 'A'}]]}",
                "Event name,Event time,User name\nA,2026,x\n",
                "'eventname','useridentity'\n'A','{arn=x}'\n"
            })
    void recognizesARowWithoutTheWholeRecord(String text) throws IOException {
        assertThat(names(written(text))).isEmpty();
        assertThat(others).containsExactly("ROW");
    }

    @Test
    void recognizesAnObjectThatIsTooLargeForARecord() throws IOException {
        String items = "[%s]".formatted("{'a': 1},".repeat(1_500_000) + "{}");
        written("{'fileVersion': '1.0', 'configurationItems': " + items + "} {'eventName': 'A'}");

        assertThat(names(file)).containsExactly("A");

        assertThat(others).containsExactly("CONFIG");
    }

    @Test
    void readsAFileOfSeveralGzipMembers() throws IOException {
        byte[] one = gzipped("{'Records': [{'eventName': 'A'},");
        byte[] other = gzipped("{'eventName': 'B'}]}");
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);

        assertThat(names(Files.write(file, both))).containsExactly("A", "B");
    }

    @Test
    void passesEachRecordOfAListOnBeforeItReadsTheNext() throws IOException {
        written("{'Records': [{'eventName': 'A'}, {'eventName': 'B'}, {'eventName':");

        failure()
                .hasMessage(
                        file
                                + ", line 1, column 67: the file is truncated: record or download"
                                + " it again");

        assertThat(read).containsExactly("A", "B");
    }

    @Test
    void takesALogFileWithoutRecords() throws IOException {
        assertThat(names(written("{'Records': []}"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "[]", "[[]]"})
    void refusesAFileWithoutRecords(String text) throws IOException {
        written(text);

        refusal().hasMessage(file + ": the file contains no records");
    }

    @Test
    void namesThePlaceThatIsNotJson() throws IOException {
        written("{'Records': [\n{'eventName': oh}]}");

        failure()
                .hasMessageStartingWith(file + ", line 2, column 18: not JSON: Unrecognized token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'text'",
                "text",
                "null",
                "{'CloudTrailEvent': 'text'}",
                "{'Records': ['text']}"
            })
    void namesThePlaceWithoutARecord(String text) throws IOException {
        written("{'eventName': 'A'}\n" + text);

        refusal().hasMessageStartingWith(file + ", line 2, column ");
    }

    @Test
    void refusesAFileThatNestsTooDeeply() throws IOException {
        written("{'Records': [{'x': \n" + "[".repeat(100_000));

        failure()
                .hasMessageStartingWith(file + ", line 2, column ")
                .hasMessageContaining("larger than any CloudTrail record: Document nesting depth");
    }

    @Test
    void refusesListsThatNestTooDeeply() throws IOException {
        written("[".repeat(100_000));

        failure().hasMessageContaining("larger than any CloudTrail record: Document nesting depth");
    }

    @Test
    void namesThePlaceWhereAGzippedFileIsTruncated() throws IOException {
        byte[] whole = gzipped("{'Records': [{'eventName': 'A'}]}");
        Files.write(file, Arrays.copyOf(whole, whole.length - 12));

        failure().hasMessageContaining("the file is truncated: record or download it again");
    }

    @Test
    void refusesAGzippedFileThatEndsInItsHeader() throws IOException {
        Files.write(file, Arrays.copyOf(gzipped("{}"), 5));

        failure().hasMessage(file + ": the file is truncated: record or download it again");
    }

    @Test
    void refusesABrokenGzip() throws IOException {
        byte[] broken = gzipped("{'Records': [{'eventName': 'A'}]}");
        Arrays.fill(broken, 10, 20, (byte) 0xff);
        Files.write(file, broken);

        failure().hasMessageContaining("broken gzip: ");
    }

    // What the tests above are made of.

    @TempDir private Path folder = Path.of("");
    private Path file = Path.of("");
    private final List<String> read = new ArrayList<>();
    private final List<String> others = new ArrayList<>();

    @BeforeEach
    void name() {
        file = folder.resolve("trail.json");
    }

    private List<String> names(Path trail) {
        RecordFile.read(trail, Progress.silent(), sink);
        return read;
    }

    private final RecordSink sink =
            new RecordSink() {
                @Override
                public void record(RawRecord record) {
                    read.add(record.text("eventName"));
                }

                @Override
                public void nonRecord(NonRecord kind, String what) {
                    others.add(kind.name());
                }
            };

    private AbstractThrowableAssert<?, ? extends Throwable> refusal() {
        return assertThatThrownBy(() -> RecordFile.read(file, Progress.silent(), record -> {}))
                .isInstanceOf(UnreadableFileException.class);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> failure() {
        return assertThatThrownBy(() -> names(file)).isInstanceOf(UnreadableFileException.class);
    }

    private Path written(String text) throws IOException {
        return Files.writeString(file, text.replace('\'', '"'));
    }

    private static byte[] gzipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream output = new GZIPOutputStream(bytes)) {
            output.write(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
