package dev.profileguard.sandbox.reports;

import dev.profileguard.sweep.ReportStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Keeps reports in files, under a folder for each bucket.
public final class ReportFolder implements ReportStore {
    private @Nullable Path folder;

    /// Uses a temporary folder of its own.
    public ReportFolder() {}

    /// Where the reports are, made when the first is kept.
    public synchronized Path folder() {
        Path known = folder;
        if (known == null) {
            try {
                known = Files.createTempDirectory("profile-guard-reports");
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            folder = known;
        }
        return known;
    }

    @Override
    public String put(String bucket, String key, String lines) {
        Path file = folder().resolve(bucket).resolve(key);
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toUri().toString();
    }
}
