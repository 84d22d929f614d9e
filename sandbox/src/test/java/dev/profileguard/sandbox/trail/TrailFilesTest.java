package dev.profileguard.sandbox.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.sandbox.trail.export.NonRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrailFilesTest {
    @Test
    void namesTheLogsOfAFolderInOrder() throws IOException {
        write("CloudTrail/us-east-1/2.json.gz");
        write("CloudTrail/eu-west-1/3.json.gz");
        write("CloudTrail/eu-west-1/1.json");

        assertThat(found())
                .containsExactly(
                        "CloudTrail/eu-west-1/1.json",
                        "CloudTrail/eu-west-1/3.json.gz",
                        "CloudTrail/us-east-1/2.json.gz");
    }

    @Test
    void leavesOutDigestsAndOtherFilesByTheirKind() throws IOException {
        write("CloudTrail-Digest/us-east-1/1.json.gz");
        write("CloudTrail/README.md");
        write("CloudTrail/1.json.gz");

        assertThat(found()).containsExactly("CloudTrail/1.json.gz");
        assertThat(TrailFiles.in(folder))
                .extracting(TrailFiles.Found::kind)
                .containsExactly(NonRecord.DIGEST, null, NonRecord.OTHER);
    }

    @Test
    void takesTheFilesOfFirehoseAndQueries() throws IOException {
        write("delivery/2026/01/15/09/trail-1-2026-01-15-09-00-00-0a1b");
        write("query/result_1.csv");
        write("logs/000000.log");

        assertThat(found()).hasSize(3);
    }

    @Test
    void takesANamedFileWithAnyExtension() throws IOException {
        Path file = write("records.txt");

        assertThat(TrailFiles.in(file)).containsExactly(new TrailFiles.Found(file, true, null));
    }

    @Test
    void refusesAFolderWithoutLogs() throws IOException {
        write("notes.txt");

        assertThatThrownBy(this::found)
                .hasMessage(
                        folder
                                + ": no file in this folder has one of the extensions .json,"
                                + " .jsonl, .ndjson, .log, .csv, .gz, or none");
    }

    @Test
    void refusesAnEmptyFolder() {
        assertThatThrownBy(this::found)
                .isInstanceOf(UnreadableFileException.class)
                .hasMessageStartingWith(folder + ": no file in this folder");
    }

    @Test
    void readsTheFolderBehindALink() throws IOException {
        write("logs/eu/1.json");
        Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("logs"));

        assertThat(TrailFiles.in(link))
                .extracting(TrailFiles.Found::path)
                .containsExactly(link.resolve("eu/1.json"));
    }

    /// Root may read every folder, so the test makes a folder unreadable with a path that is too
    /// long.
    @Test
    void namesTheFolderThatCannotBeRead() throws IOException {
        write("logs/1.json");
        Path deep = Files.createDirectories(Path.of(folder + "/logs" + LONG));
        Path deeper = Files.createDirectories(Path.of(folder + "/other" + LONG));
        Path moved = deep.resolve("moved");
        Files.move(folder.resolve("other"), moved);

        try {
            assertThatThrownBy(this::found)
                    .isInstanceOf(UnreadableFileException.class)
                    .hasMessageStartingWith(
                            moved.toString().substring(0, 1_000) + "...: cannot be read: ");
        } finally {
            Files.move(moved, folder.resolve("other"));
        }
        assertThat(deeper).exists();
    }

    // Vocabulary

    private static final String LONG = ("/" + "a".repeat(200)).repeat(15);

    @TempDir private Path folder = Path.of("");

    private Path write(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        return Files.writeString(file, "");
    }

    private List<String> found() {
        return TrailFiles.in(folder).stream()
                .filter(each -> each.kind() == null)
                .map(TrailFiles.Found::path)
                .map(each -> folder.relativize(each).toString().replace('\\', '/'))
                .toList();
    }
}
