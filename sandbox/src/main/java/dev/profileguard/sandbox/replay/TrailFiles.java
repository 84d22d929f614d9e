package dev.profileguard.sandbox.replay;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    /// The file itself, or those in the folder and in folders in it, in the order of their names.
    ///
    /// @throws UnreadableFileException when it is a folder without any
    static List<Path> in(Path fileOrFolder) {
        if (!Files.isDirectory(fileOrFolder)) {
            return List.of(fileOrFolder);
        }
        try (Stream<Path> all = Files.walk(fileOrFolder)) {
            List<Path> found = all.filter(TrailFiles::isLog).sorted().toList();
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IOException e) {
            throw UnreadableFileException.of(fileOrFolder, e);
        }
        throw new UnreadableFileException(
                "%s: no file in this folder ends in %s"
                        .formatted(fileOrFolder, String.join(", ", ENDINGS)),
                null);
    }

    private static boolean isLog(Path file) {
        String name = String.valueOf(file.getFileName());
        return ENDINGS.stream().anyMatch(name::endsWith)
                && Files.isRegularFile(file)
                && Stream.iterate(file, each -> each != null, Path::getParent)
                        .noneMatch(each -> each.endsWith(DIGESTS));
    }
}
