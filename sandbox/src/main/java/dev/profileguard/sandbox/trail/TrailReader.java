package dev.profileguard.sandbox.trail;

import dev.profileguard.sandbox.input.HeapLimit;
import dev.profileguard.sandbox.input.Progress;
import dev.profileguard.sandbox.trail.export.EventIds;
import dev.profileguard.sandbox.trail.export.NonRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the records of files one by one and keeps the selected ones. If several trails wrote the
/// same record, with the same `eventID`, it keeps one.
final class TrailReader {
    private final Predicate<RawRecord> filter;
    private final Consumer<String> onError;
    private final List<RawRecord> kept = new ArrayList<>();
    private final EventIds eventIds = new EventIds();
    private final LeftOut leftOut = new LeftOut();
    private int count;
    private int duplicates;
    private @Nullable Instant start;
    private boolean complete = true;
    private boolean hasRecords;

    /// @param filter selects the records that are kept
    /// @param onError receives a message for each file that cannot be read
    TrailReader(Predicate<RawRecord> filter, Consumer<String> onError) {
        this.filter = filter;
        this.onError = onError;
    }

    /// Reads all files. A file that cannot be read is reported, and the others are read.
    void read(List<Path> filesAndFolders, Progress progress) {
        List<TrailFiles.Found> files = new ArrayList<>();
        for (Path each : filesAndFolders) {
            attempt(() -> files.addAll(TrailFiles.in(each)));
        }
        progress.expect(
                files.stream()
                        .filter(each -> each.kind() == null)
                        .map(TrailFiles.Found::path)
                        .toList());
        for (TrailFiles.Found file : files) {
            try {
                attempt(() -> read(file, progress));
            } catch (OutOfMemoryError e) {
                kept.clear();
                fail(
                        "%s, after %d records in total: %s"
                                .formatted(file.path(), count, HeapLimit.exceeded()));
                return;
            }
        }
    }

    /// The selected records, in the order of the files.
    List<RawRecord> kept() {
        return kept;
    }

    /// The number of all records that were read, without duplicates.
    int count() {
        return count;
    }

    /// The earliest time of all records that were read; null: none has a time.
    @Nullable Instant start() {
        return start;
    }

    /// Whether every file that the user named, and every log in a folder, could be read.
    boolean isComplete() {
        return complete;
    }

    /// Whether at least one file is a file of records. It may contain an empty list of them.
    boolean hasRecords() {
        return hasRecords;
    }

    /// Messages about what was left out, one line for each kind.
    List<String> leftOut() {
        List<String> lines = new ArrayList<>(leftOut.lines());
        if (duplicates > 0) {
            lines.add(
                    "left out: %d duplicate records, which another file or trail also contains"
                            .formatted(duplicates));
        }
        return lines;
    }

    private void read(TrailFiles.Found file, Progress progress) {
        NonRecord kind = file.kind();
        if (kind != null) {
            leftOut.add(kind, file.path());
        } else {
            hasRecords |= RecordFile.read(file.path(), progress, new Sink(file));
        }
    }

    private void add(RawRecord record) {
        boolean selected = filter.test(record);
        String id = record.text("eventID");
        if (selected && !id.isEmpty() && !eventIds.add(id)) {
            duplicates++;
            return;
        }
        count++;
        Instant time = record.time();
        if (time != null && (start == null || time.isBefore(start))) {
            start = time;
        }
        if (selected) {
            kept.add(record);
        }
    }

    private void attempt(Runnable reading) {
        try {
            reading.run();
        } catch (UnreadableFileException e) {
            fail(String.valueOf(e.getMessage()));
        }
    }

    private void fail(String message) {
        onError.accept(message);
        complete = false;
    }

    /// Receives the content of one file. In a file that the user named, content of an unknown kind
    /// is an error, which is reported once.
    private final class Sink implements RecordSink {
        private final TrailFiles.Found file;
        private boolean reported;

        Sink(TrailFiles.Found file) {
            this.file = file;
        }

        @Override
        public void record(RawRecord record) {
            add(record);
        }

        @Override
        public void nonRecord(NonRecord kind, String description) {
            boolean unknown = kind == NonRecord.OTHER || kind == NonRecord.EMPTY;
            if (!unknown || !file.named()) {
                leftOut.add(kind, file.path());
            } else if (!reported) {
                reported = true;
                fail(description);
            }
        }
    }
}
