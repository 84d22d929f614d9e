package dev.profileguard.sandbox.command.replay;

import dev.profileguard.sandbox.export.LogFolders;
import dev.profileguard.sandbox.export.NoRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The files of a trail: those that were named, and those in the folders that were, such as a copy
/// of the trail's bucket, in which other services keep their logs too.
final class TrailFiles {
    private static final List<String> ENDINGS =
            List.of(".json", ".jsonl", ".ndjson", ".log", ".csv", ".gz");

    /// A file that was found.
    ///
    /// @param named whether somebody named it, and not only the folder that it is in
    /// @param other what it is for sure by its name; null: it has to be read
    record Found(Path path, boolean named, @Nullable NoRecord other) {}

    private TrailFiles() {}

    /// The file itself, or those in the folder and in folders in it, in the order of their names,
    /// which begin as it was named, be that a link.
    ///
    /// @throws UnreadableFileException when it is a folder without any that could be a log, or with
    ///   one that cannot be read
    static List<Found> in(Path fileOrFolder) {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(new Found(fileOrFolder, true, null));
        }
        List<Found> found = logs(fileOrFolder);
        if (found.stream().anyMatch(each -> each.other() != NoRecord.OTHER)) {
            return found;
        }
        throw new UnreadableFileException(
                "%s: no file in this folder ends in %s, or has no ending"
                        .formatted(fileOrFolder, String.join(", ", ENDINGS)),
                null);
    }

    private static List<Found> logs(Path folder) {
        Path real = folder;
        try {
            real = folder.toRealPath();
            return logs(folder, real);
        } catch (UncheckedIOException e) {
            throw unreadable(folder, real, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(folder, real, e);
        }
    }

    private static List<Found> logs(Path folder, Path real) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(real)) {
            all.filter(Files::isRegularFile)
                    .map(each -> named(folder, real, each))
                    .sorted()
                    .forEach(files::add);
        }
        return files.stream().map(each -> new Found(each, false, other(each))).toList();
    }

    /// Names what it is in the folder that cannot be read, where that is known.
    private static UnreadableFileException unreadable(Path folder, Path real, IOException wrong) {
        String culprit = wrong instanceof FileSystemException known ? known.getFile() : null;
        return UnreadableFileException.of(
                culprit == null ? folder : named(folder, real, Path.of(culprit)), wrong);
    }

    private static Path named(Path folder, Path real, Path found) {
        return folder.resolve(real.relativize(found));
    }

    private static @Nullable NoRecord other(Path file) {
        NoRecord known = LogFolders.of(file);
        return known != null || isLog(String.valueOf(file.getFileName())) ? known : NoRecord.OTHER;
    }

    /// Data Firehose, and S3 itself, write files without any ending.
    private static boolean isLog(String name) {
        return !name.contains(".") || ENDINGS.stream().anyMatch(name::endsWith);
    }
}
