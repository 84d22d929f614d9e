package dev.profileguard.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.JavaFormatterOptions.Style;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import com.google.googlejavaformat.java.StringWrapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Checks the format of both modules, as Spotless applies google-java-format.
class FormatTest {
    @Test
    void everySourceIsFormatted() throws Exception {
        for (Path source : sources()) {
            String text = Files.readString(source);

            assertThat(text)
                    .as(source + " (see docs/decisions/formatting.md)")
                    .isEqualTo(formatted(text));
        }
    }

    private static String formatted(String text) throws Exception {
        Formatter formatter =
                new Formatter(JavaFormatterOptions.builder().style(Style.AOSP).build());
        String used = RemoveUnusedImports.removeUnusedImports(text);
        String ordered = ImportOrderer.reorderImports(used, Style.GOOGLE);
        return StringWrapper.wrap(formatter.formatSource(ordered), formatter);
    }

    private static List<Path> sources() throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path module :
                List.of(Path.of("../functions/src"), Path.of("src"), Path.of("../bench/src"))) {
            try (Stream<Path> files = Files.walk(module)) {
                files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
            }
        }
        return sources;
    }
}
