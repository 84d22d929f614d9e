package dev.profileguard.sandbox.command.prevention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.command.LastCommand;
import dev.profileguard.sandbox.command.stack.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files in `prevention/` are what the command writes with the parameters that
/// docs/prevention.md names.
class PreventionFilesTest {
    @TempDir private Path folder;

    private final LastCommand command = new LastCommand();

    @Test
    void areTheOutputOfTheCommand() throws IOException {
        assertThat(guard("--output", folder.toString())).as(command.errors()).isZero();

        assertThat(contents(folder)).isEqualTo(contents(Path.of("../prevention")));
        assertThat(command.output())
                .contains("permissions-boundary.json: ", " of 6144 characters")
                .contains("Not covered:", "The management account");
    }

    @Test
    void areDescribedWithAllThatIsNotCovered() throws IOException {
        assertThat(Files.readString(Path.of("../docs/prevention.md")))
                .contains(
                        Files.readAllLines(Path.of("../prevention/not-covered.md")).stream()
                                .filter(line -> line.startsWith("- "))
                                .toList());
    }

    @Test
    void areRenewed() throws IOException {
        Files.writeString(folder.resolve("service-control-policy-9.json"), "{}");
        Files.writeString(folder.resolve("notes.txt"), "kept");

        guard("--output", folder.toString());

        assertThat(contents(folder))
                .doesNotContainKey("service-control-policy-9.json")
                .containsKey("notes.txt");
    }

    @Test
    void arePrintedWithoutAFolder() {
        assertThat(guard()).isZero();

        assertThat(command.output()).contains("{\"Sid\":\"GuardedByTag\",\"Effect\":\"Deny\"");
    }

    private int guard(String... more) {
        String[] words =
                Stream.concat(
                                Stream.of(
                                        "prevention",
                                        "--template",
                                        "../template.yaml",
                                        "--except",
                                        "arn:aws:iam::*:role/BreakGlass",
                                        "--parameter-overrides",
                                        "GuardedProfiles=prod-*,gke-*",
                                        "TrustedPrincipals=arn:aws:iam::*:role/ci/*,"
                                                + "arn:aws:iam::*:role/deploy/* via"
                                                + " cloudformation.amazonaws.com"),
                                Stream.of(more))
                        .toArray(String[]::new);
        return command.run(Surroundings.ofProcess(), words);
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path each : files.toList()) {
                contents.put(each.getFileName().toString(), Files.readString(each));
            }
        }
        return contents;
    }
}
