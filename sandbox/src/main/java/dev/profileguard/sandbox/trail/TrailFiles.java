package dev.profileguard.sandbox.trail;

import dev.profileguard.sandbox.trail.export.LogFolders;
import dev.profileguard.sandbox.trail.export.NonRecord;
import dev.profileguard.text.VisibleText;
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

/// Lists the files of a trail: a file that the user names, or the files in a folder. A folder may
/// be a copy of the trail's bucket, in which other services store their logs too.
final class TrailFiles {
    private static final List<String> EXTENSIONS =
            List.of(".json", ".jsonl", ".ndjson", ".log", ".csv", ".gz");

    /// A file of a trail.
    ///
    /// @param named whether the user names the file itself, not only its folder
    /// @param kind the kind of the file, if its path shows that it contains no records; null: the
    ///   file must be read
    record Found(Path path, boolean named, @Nullable NonRecord kind) {}

    private TrailFiles() {}

    /// The file itself, or all files in the folder and its subfolders, sorted by path. If the
    /// folder is a link, the paths start with the link.
    ///
    /// @throws UnreadableFileException when a folder cannot be read, or no file in it can be a log
    static List<Found> in(Path fileOrFolder) {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(new Found(fileOrFolder, true, null));
        }
        List<Found> found = files(fileOrFolder);
        if (found.stream().anyMatch(each -> each.kind() != NonRecord.OTHER)) {
            return found;
        }
        throw new UnreadableFileException(
                "%s: no file in this folder has one of the extensions %s, or none"
                        .formatted(VisibleText.path(fileOrFolder), String.join(", ", EXTENSIONS)),
                null);
    }

    private static List<Found> files(Path folder) {
        Path target = folder;
        try {
            target = folder.toRealPath();
            return files(folder, target);
        } catch (UncheckedIOException e) {
            throw unreadable(folder, target, Objects.requireNonNull(e.getCause()));
        } catch (IOException e) {
            throw unreadable(folder, target, e);
        }
    }

    private static List<Found> files(Path folder, Path target) throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> all = Files.walk(target)) {
            all.filter(Files::isRegularFile)
                    .map(each -> inFolder(folder, target, each))
                    .sorted()
                    .forEach(files::add);
        }
        return files.stream().map(each -> new Found(each, false, kind(each))).toList();
    }

    /// An exception that names the unreadable file or folder, if the failure contains it.
    private static UnreadableFileException unreadable(
            Path folder, Path target, IOException failure) {
        String culprit = failure instanceof FileSystemException known ? known.getFile() : null;
        return UnreadableFileException.of(
                culprit == null ? folder : inFolder(folder, target, Path.of(culprit)), failure);
    }

    /// The path of a file as the user would write it.
    ///
    /// @param folder as the user names it, perhaps a link to the target
    private static Path inFolder(Path folder, Path target, Path file) {
        return folder.resolve(target.relativize(file));
    }

    private static @Nullable NonRecord kind(Path file) {
        NonRecord known = LogFolders.of(file);
        return known != null || canBeLog(String.valueOf(file.getFileName()))
                ? known
                : NonRecord.OTHER;
    }

    /// Whether a file may be a log. Data Firehose and S3 write log files without an extension.
    private static boolean canBeLog(String name) {
        return !name.contains(".") || EXTENSIONS.stream().anyMatch(name::endsWith);
    }
}
