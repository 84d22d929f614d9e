package dev.profileguard.sandbox.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgressTest {
    @TempDir private Path folder = Path.of("");

    @Test
    void showsABarOfTheBytesThatAreRead() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "x".repeat(3 << 20));
        ByteArrayOutputStream terminal = new ByteArrayOutputStream();

        try (Progress progress =
                        Progress.on(
                                new PrintStream(terminal, true, StandardCharsets.UTF_8),
                                "reading");
                InputStream input = GzipFiles.open(file, progress)) {
            progress.expect(List.of(file));
            input.transferTo(OutputStream.nullOutputStream());
        }

        assertThat(terminal.toString(StandardCharsets.UTF_8)).contains("reading", "/3 MiB");
    }
}
