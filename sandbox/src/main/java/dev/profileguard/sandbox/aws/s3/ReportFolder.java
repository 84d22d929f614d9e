package dev.profileguard.sandbox.aws.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Stores reports in files, in a folder for each bucket, until it is closed. Thread-safe.
public final class ReportFolder implements AutoCloseable {
    private static final int LONGEST_NAME = 255;

    private @Nullable Path folder;

    /// Uses its own temporary folder.
    public ReportFolder() {}

    /// A stored object.
    public record StoredObject(Path file, Instant modified) {
        /// Its whole content.
        public byte[] content() {
            try {
                return Files.readAllBytes(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /// The folder of the reports. It is created when the first report is stored.
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

    /// Deletes the reports and their folder. Files that cannot be deleted stay in the system's
    /// folder for temporary files.
    @Override
    public synchronized void close() {
        Path known = folder;
        if (known == null) {
            return;
        }
        folder = null;
        try (Stream<Path> all = Files.walk(known)) {
            all.sorted(Comparator.reverseOrder()).forEach(ReportFolder::delete);
        } catch (IOException | UncheckedIOException e) {
            return;
        }
    }

    private static void delete(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Stores an object, instead of an existing one.
    ///
    /// @return its file
    /// @throws IllegalArgumentException when no file can have such a name, or one has a part of it
    public synchronized Path keep(String bucket, String key, byte[] content) {
        if (!isPath(key)) {
            throw new IllegalArgumentException(
                    "The sandbox keeps objects in files: no part of a key between slashes may be"
                            + " empty, . or .., or longer than 255 bytes");
        }
        try {
            Path file = folder().resolve(bucket).resolve(key);
            Files.createDirectories(file.getParent());
            Files.write(file, content);
            return file;
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException(
                    "The sandbox keeps objects in files: %s cannot be one, or is a folder"
                            .formatted(key),
                    e);
        }
    }

    /// The object with this key; null: there is none.
    public synchronized @Nullable StoredObject find(String bucket, String key) {
        if (folder == null || !isPath(key)) {
            return null;
        }
        try {
            Path file = folder.resolve(bucket).resolve(key);
            return Files.isRegularFile(file) ? stored(file) : null;
        } catch (InvalidPathException e) { // where file names are ASCII, as under LC_ALL=C
            return null;
        }
    }

    /// All objects of a bucket, by key.
    public synchronized Map<String, StoredObject> all(String bucket) {
        Path root = folder == null ? null : folder.resolve(bucket);
        if (root == null || !Files.isDirectory(root)) {
            return Map.of();
        }
        try (Stream<Path> files = Files.walk(root)) {
            Map<String, StoredObject> all = new TreeMap<>();
            files.filter(Files::isRegularFile)
                    .forEach(file -> all.put(key(root.relativize(file)), stored(file)));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String key(Path relative) {
        return relative.toString().replace(relative.getFileSystem().getSeparator(), "/");
    }

    private static StoredObject stored(Path file) {
        try {
            Instant modified = Files.getLastModifiedTime(file).toInstant();
            return new StoredObject(file, modified.truncatedTo(ChronoUnit.SECONDS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isPath(String key) {
        return key.indexOf('\0') < 0
                && key.indexOf('\\') < 0
                && Stream.of(key.split("/", -1))
                        .allMatch(part ->
                                !List.of("", ".", "..").contains(part)
                                        && part.getBytes(StandardCharsets.UTF_8).length
                                                <= LONGEST_NAME);
    }
}
