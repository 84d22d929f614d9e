package dev.profileguard.sandbox.command.replay;

import dev.profileguard.sandbox.export.NoRecord;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// Counts by kind what a trail's files and folders hold besides records.
final class LeftOut {
    private final Map<NoRecord, Count> counts = new EnumMap<>(NoRecord.class);

    /// @param example where the first one is
    private record Count(int many, String example) {}

    /// @param where the file that it stands in, or is
    void add(NoRecord kind, Object where) {
        counts.merge(
                kind,
                new Count(1, where.toString()),
                (before, one) -> new Count(before.many() + 1, before.example()));
    }

    /// A line for each kind.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        counts.forEach((kind, count) ->
                lines.add(
                        "left out: %d x %s, such as %s"
                                .formatted(count.many(), kind.label(), count.example())));
        return lines;
    }
}
