package dev.profileguard.sandbox.command.prevention;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.sandbox.command.GuardCommand;
import dev.profileguard.sandbox.command.stack.Surroundings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
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

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    @Test
    void areTheOutputOfTheCommand() throws IOException {
        assertThat(guard("--output", folder.toString())).as(errors.toString()).isZero();

        assertThat(contents(folder)).isEqualTo(contents(Path.of("../prevention")));
        assertThat(output.toString())
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

        assertThat(output.toString()).contains("{\"Sid\":\"GuardedByTag\",\"Effect\":\"Deny\"");
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
        return GuardCommand.commandLine(Surroundings.ofProcess())
                .setOut(new PrintWriter(output))
                .setErr(new PrintWriter(errors))
                .execute(words);
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
