package dev.profileguard.sandbox.command.replay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// The files of a trail: those that were named, and those in the folders that were, such as a copy
/// of the trail's bucket.
final class TrailFiles {
    /// CloudTrail keeps [digests of its log
    /// files](https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-log-file-validation-digest-file-structure.html)
    /// beside them.
    private static final Path DIGESTS = Path.of("CloudTrail-Digest");

    private static final List<String> ENDINGS = List.of(".json", ".jsonl", ".gz");

    private TrailFiles() {}

    /// The file itself, or those in the folder and in folders in it, in the order of their names,
    /// which begin as it was named, be that a link.
    ///
    /// @throws UnreadableFileException when it is a folder without any, or with one that cannot be
    ///   read
    static List<Path> in(Path fileOrFolder) {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        List<Path> found = logs(fileOrFolder);
        if (!found.isEmpty()) {
            return found;
        }
        throw new UnreadableFileException(
                "%s: no file in this folder ends in %s"
                        .formatted(fileOrFolder, String.join(", ", ENDINGS)),
                null);
    }

    private static List<Path> logs(Path folder) {
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

    private static List<Path> logs(Path folder, Path real) throws IOException {
        try (Stream<Path> all = Files.walk(real)) {
            return all.filter(TrailFiles::isLog)
                    .map(each -> named(folder, real, each))
                    .sorted()
                    .toList();
        }
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

    private static boolean isLog(Path file) {
        String name = String.valueOf(file.getFileName());
        return ENDINGS.stream().anyMatch(name::endsWith)
                && Files.isRegularFile(file)
                && Stream.iterate(file, each -> each != null, Path::getParent)
                        .noneMatch(each -> each.endsWith(DIGESTS));
    }
}
