package dev.profileguard.sandbox.fuzz;

import dev.profileguard.sandbox.trail.RecordedCalls;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// CloudTrail records in the formats that `guard replay` reads.
final class TrailTarget implements FuzzTarget {
    private final Path file;
    private final List<String> records;

    /// @param folder a folder for the file
    /// @param records single records
    TrailTarget(Path folder, List<String> records) {
        file = folder.resolve("trail.json");
        this.records = records;
    }

    @Override
    public String name() {
        return "trail";
    }

    @Override
    public List<String> seeds() {
        String one = records.getFirst().replaceAll("\\s+", " ");
        String quoted = "\"" + one.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
        List<String> seeds =
                new ArrayList<>(
                        List.of(
                                "{\"Records\": [" + one + ", " + one + "]}",
                                "{\"Events\": [{\"EventId\": \"e\", \"CloudTrailEvent\": %s}]}"
                                        .formatted(quoted),
                                "{\"Records\": [{\"Sns\": {\"Message\": %s}, \"body\": %s}]}"
                                        .formatted(quoted, quoted),
                                "{\"hits\": {\"hits\": [{\"_source\": " + one + "}]}}",
                                one + "\n" + one + "\n",
                                "2026-01-15T09:30:00.000Z " + one + "\n",
                                "eventJson\n\"" + one.replace("\"", "\"\"") + "\"\n"));
        seeds.addAll(records);
        return seeds;
    }

    @Override
    public boolean accepts(byte[] input) {
        List<String> errors = new ArrayList<>();
        try {
            Files.write(file, input);
            RecordedCalls calls = RecordedCalls.read(List.of(file), errors::add);
            calls.hasRecords(errors::add);
            errors.forEach(Refusal::check);
            calls.leftOut().forEach(Refusal::check);
            calls.accounts();
            calls.mapped(text -> text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            Refusal.check(e, List.of());
        }
        return errors.isEmpty();
    }
}
