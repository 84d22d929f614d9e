package dev.profileguard.sandbox.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.input.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BadRecordFileTest extends AbstractRecordFileTest {
    @Test
    void passesEachRecordOfAListOnBeforeItReadsTheNext() throws IOException {
        written("{'Records': [{'eventName': 'A'}, {'eventName': 'B'}, {'eventName':");

        failure()
                .hasMessage(
                        file
                                + ", line 1, column 67: the file is truncated: record or download"
                                + " it again");

        assertThat(names).containsExactly("A", "B");
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

    // Vocabulary

    private AbstractThrowableAssert<?, ? extends Throwable> refusal() {
        return assertThatThrownBy(() -> RecordFile.read(file, Progress.silent(), record -> {}))
                .isInstanceOf(UnreadableFileException.class);
    }

    private AbstractThrowableAssert<?, ? extends Throwable> failure() {
        return assertThatThrownBy(() -> names(file)).isInstanceOf(UnreadableFileException.class);
    }
}
