package dev.profileguard.sandbox.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordFileTest extends AbstractRecordFileTest {
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
        assertThat(nonRecords).isEmpty();
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

        assertThat(nonRecords).containsExactly("INSIGHT", "OTHER");
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
        assertThat(nonRecords).containsExactly("ROW");
    }

    @Test
    void recognizesAnObjectThatIsTooLargeForARecord() throws IOException {
        String items = "[%s]".formatted("{'a': 1},".repeat(1_500_000) + "{}");
        written("{'fileVersion': '1.0', 'configurationItems': " + items + "} {'eventName': 'A'}");

        assertThat(names(file)).containsExactly("A");

        assertThat(nonRecords).containsExactly("CONFIG");
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
    void takesALogFileWithoutRecords() throws IOException {
        assertThat(names(written("{'Records': []}"))).isEmpty();
    }
}
