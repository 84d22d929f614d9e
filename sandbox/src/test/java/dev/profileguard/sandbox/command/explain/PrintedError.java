package dev.profileguard.sandbox.command.explain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What a tool printed, from `src/test/resources/errors`, and what has to be recognised in it.
///
/// @param error the name of its folder
/// @param shows `text`: the public report has this text, with other names; `form`: it has the
///   tool's form with another error
/// @param names as the reader names them
record PrintedError(
        String error,
        String tool,
        String report,
        String shows,
        String service,
        String operation,
        String code,
        Map<String, String> names,
        String region,
        String requestId,
        String text) {
    private static final Path FOLDER = Path.of("src/test/resources/errors");

    /// All of them, by their folders and names.
    static List<PrintedError> all() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile).sorted().map(PrintedError::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PrintedError read(Path file) {
        try {
            String[] parts = Files.readString(file).split("(?m)^---\n", 2);
            Map<String, String> head = new LinkedHashMap<>();
            parts[0].lines()
                    .forEach(line -> {
                        int colon = line.indexOf(':');
                        head.put(line.substring(0, colon), line.substring(colon + 1).strip());
                    });
            return new PrintedError(
                    file.getName(file.getNameCount() - 2).toString(),
                    value(head, "tool"),
                    value(head, "report"),
                    value(head, "shows"),
                    value(head, "service"),
                    value(head, "operation"),
                    value(head, "code"),
                    names(value(head, "names")),
                    value(head, "region"),
                    value(head, "request ID"),
                    parts[1]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String value(Map<String, String> head, String field) {
        return head.getOrDefault(field, "");
    }

    private static Map<String, String> names(String text) {
        Map<String, String> names = new LinkedHashMap<>();
        Arrays.stream(text.split("; "))
                .filter(each -> !each.isEmpty())
                .map(each -> each.split("=", 2))
                .forEach(each -> names.put(each[0], each[1]));
        return names;
    }

    @Override
    public String toString() {
        return error + ", " + tool;
    }
}
