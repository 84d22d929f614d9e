package dev.profileguard.sandbox.command.replay;

import dev.profileguard.sandbox.account.HeapLimit;
import dev.profileguard.sandbox.account.Progress;
import dev.profileguard.sandbox.export.EventIds;
import dev.profileguard.sandbox.export.NoRecord;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the records of files one after the other, and keeps those that are wanted, each once:
/// several trails write the same record, with the same `eventID`.
final class Trail {
    private final Predicate<RawRecord> wanted;
    private final Consumer<String> complain;
    private final List<RawRecord> kept = new ArrayList<>();
    private final EventIds seen = new EventIds();
    private final LeftOut leftOut = new LeftOut();
    private int count;
    private int repeated;
    private @Nullable Instant first;
    private boolean complete = true;
    private boolean hasRecords;

    Trail(Predicate<RawRecord> wanted, Consumer<String> complain) {
        this.wanted = wanted;
        this.complain = complain;
    }

    /// Reads them all; what cannot be read is told.
    void read(List<Path> filesAndFolders, Progress progress) {
        List<TrailFiles.Found> files = new ArrayList<>();
        for (Path each : filesAndFolders) {
            attempt(() -> files.addAll(TrailFiles.in(each)));
        }
        progress.expect(
                files.stream()
                        .filter(each -> each.other() == null)
                        .map(TrailFiles.Found::path)
                        .toList());
        for (TrailFiles.Found file : files) {
            try {
                attempt(() -> read(file, progress));
            } catch (OutOfMemoryError e) {
                kept.clear();
                fail(
                        "%s, after %d records in all: %s"
                                .formatted(file.path(), count, HeapLimit.ended()));
                return;
            }
        }
    }

    List<RawRecord> kept() {
        return kept;
    }

    /// How many there were, without those that were there already.
    int count() {
        return count;
    }

    /// The earliest time of all that there were; null: none of them has a time.
    @Nullable Instant first() {
        return first;
    }

    /// Whether every file that was named, and every log, could be read.
    boolean isComplete() {
        return complete;
    }

    /// Whether there was a file of records, be it of none.
    boolean hasRecords() {
        return hasRecords;
    }

    /// What was left out for what it is, a line for each kind.
    List<String> leftOut() {
        List<String> lines = new ArrayList<>(leftOut.lines());
        if (repeated > 0) {
            lines.add(
                    "left out: %d records, which are there already: another trail wrote them too"
                            .formatted(repeated));
        }
        return lines;
    }

    private void read(TrailFiles.Found file, Progress progress) {
        NoRecord other = file.other();
        if (other != null) {
            leftOut.add(other, file.path());
        } else {
            hasRecords |= RecordFile.read(file.path(), progress, new Sink(file));
        }
    }

    private void take(RawRecord record) {
        boolean isWanted = wanted.test(record);
        String id = record.text("eventID");
        if (isWanted && !id.isEmpty() && !seen.add(id)) {
            repeated++;
            return;
        }
        count++;
        Instant time = record.time();
        if (time != null && (first == null || time.isBefore(first))) {
            first = time;
        }
        if (isWanted) {
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

    private void fail(String why) {
        complain.accept(why);
        complete = false;
    }

    /// Takes what one file holds. Whoever names a file means it: there, what nobody knows is an
    /// error, told once.
    private final class Sink implements RecordSink {
        private final TrailFiles.Found file;
        private boolean failed;

        Sink(TrailFiles.Found file) {
            this.file = file;
        }

        @Override
        public void record(RawRecord record) {
            take(record);
        }

        @Override
        public void other(NoRecord kind, String what) {
            boolean unknown = kind == NoRecord.OTHER || kind == NoRecord.EMPTY;
            if (!unknown || !file.named()) {
                leftOut.add(kind, file.path());
            } else if (!failed) {
                failed = true;
                fail(what);
            }
        }
    }
}
