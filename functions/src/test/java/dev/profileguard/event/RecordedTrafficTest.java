package dev.profileguard.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Real records of CloudTrail, if they are available.
@EnabledIf("recordsAreHere")
class RecordedTrafficTest {
    private static final Path RECORDS = Path.of("../../shared/cloudtrail");

    @ParameterizedTest
    @MethodSource("records")
    void readsEveryRealRecordOrNamesTheError(Path file) throws IOException {
        Map<String, Object> record = JSON.std.mapFrom(Files.readString(file));
        Map<String, Object> event =
                Map.of("detail-type", "AWS API Call via CloudTrail", "detail", record);

        Extracted<List<Change>> found =
                ProfileChangeExtraction.changes(CloudTrailEvent.read(event));

        boolean edited =
                RECORDS.relativize(file).toString().matches(".*InstanceProfile/.*")
                        && record.get("errorCode") == null;
        assertThat(found instanceof Extracted.Found)
                .as(record.get("eventName") + ": " + found)
                .isEqualTo(edited);
    }

    static List<Path> records() throws IOException {
        try (Stream<Path> files = Files.walk(RECORDS)) {
            return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
    }

    static boolean recordsAreHere() {
        return Files.isDirectory(RECORDS);
    }
}
