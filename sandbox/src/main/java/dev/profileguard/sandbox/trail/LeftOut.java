package dev.profileguard.sandbox.trail;

import dev.profileguard.sandbox.trail.export.NonRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Counts the files and values of a trail that are left out because they are not records.
final class LeftOut {
    private final Map<NonRecord, Count> counts = new EnumMap<>(NonRecord.class);

    /// @param example the file of the first one
    private record Count(int number, Path example) {}

    /// @param file that is left out, or that contains the value that is left out
    void add(NonRecord kind, Path file) {
        counts.merge(
                kind,
                new Count(1, file),
                (before, one) -> new Count(before.number() + 1, before.example()));
    }

    /// Messages, one line for each kind.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        counts.forEach((kind, count) ->
                lines.add(
                        "left out: %d x %s, such as %s"
                                .formatted(count.number(), kind.label(), count.example())));
        return lines;
    }
}
