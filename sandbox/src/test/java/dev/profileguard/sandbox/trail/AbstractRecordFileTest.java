package dev.profileguard.sandbox.trail;

import dev.profileguard.sandbox.input.Progress;
import dev.profileguard.sandbox.trail.export.NonRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// Reads a file that a test writes.
abstract class AbstractRecordFileTest {
    @TempDir Path folder = Path.of("");
    Path file = Path.of("");
    final List<String> names = new ArrayList<>();
    final List<String> nonRecords = new ArrayList<>();

    @BeforeEach
    void name() {
        file = folder.resolve("trail.json");
    }

    List<String> names(Path trail) {
        RecordFile.read(trail, Progress.silent(), sink);
        return names;
    }

    final RecordSink sink =
            new RecordSink() {
                @Override
                public void record(RawRecord record) {
                    names.add(record.text("eventName"));
                }

                @Override
                public void nonRecord(NonRecord kind, String what) {
                    nonRecords.add(kind.name());
                }
            };

    Path written(String text) throws IOException {
        return Files.writeString(file, text.replace('\'', '"'));
    }

    static byte[] gzipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream output = new GZIPOutputStream(bytes)) {
            output.write(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
