package dev.profileguard.sandbox.command.replay;

import dev.profileguard.sandbox.account.HeapLimit;
import dev.profileguard.sandbox.account.Progress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads the records of files one after the other, and keeps those that are wanted.
final class Trail {
    private final Predicate<RawRecord> wanted;
    private final Consumer<String> complain;
    private final List<RawRecord> kept = new ArrayList<>();
    private int count;
    private @Nullable Instant first;
    private boolean complete = true;

    Trail(Predicate<RawRecord> wanted, Consumer<String> complain) {
        this.wanted = wanted;
        this.complain = complain;
    }

    /// Reads them all; what cannot be read is told.
    void read(List<Path> filesAndFolders, Progress progress) {
        List<Path> files = new ArrayList<>();
        for (Path each : filesAndFolders) {
            attempt(() -> files.addAll(TrailFiles.in(each)));
        }
        progress.expect(files);
        for (Path file : files) {
            try {
                attempt(() -> RecordFile.read(file, progress, this::take));
            } catch (OutOfMemoryError e) {
                kept.clear();
                fail("%s, after %d records in all: %s".formatted(file, count, HeapLimit.ended()));
                return;
            }
        }
    }

    List<RawRecord> kept() {
        return kept;
    }

    /// How many there were.
    int count() {
        return count;
    }

    /// The earliest time of all that there were; null: none of them has a time.
    @Nullable Instant first() {
        return first;
    }

    /// Whether every file held records.
    boolean isComplete() {
        return complete;
    }

    private void take(RawRecord record) {
        count++;
        Instant time = record.time();
        if (time != null && (first == null || time.isBefore(first))) {
            first = time;
        }
        if (wanted.test(record)) {
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
}
