package dev.profileguard.sandbox.aws.iam.state;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/// Text files that are packaged beside classes.
public final class TextResource {
    private TextResource() {}

    /// The lines of a file, without those that start with `#`.
    ///
    /// @param owner a class of the package that the file is in
    /// @throws UncheckedIOException if the package is damaged
    public static List<String> lines(Class<?> owner, String name) {
        try (InputStream stream = Objects.requireNonNull(owner.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException damaged) {
            throw new UncheckedIOException(name, damaged);
        }
    }
}
