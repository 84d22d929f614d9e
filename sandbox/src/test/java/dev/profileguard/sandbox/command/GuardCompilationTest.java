package dev.profileguard.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How well Java compiles what `./guard` runs: it takes its time for commands that read much.
@Timeout(120)
class GuardCompilationTest {
    private static final String FAST = "-XX:TieredStopAtLevel=1";
    private static final String SMALLER_HEAP = "-XX:MaxRAMPercentage=55";
    private static final int SMALL = 200_000;
    private static final int LARGE = 6_000_000;
    private static final int COMPRESSED = 400_000;

    /// It would go on after the test.
    private static final Map<String, String> NO_TRAINING = Map.of("GUARD_AOT", "off");

    @TempDir private Path files;
    private LaunchedTree tree;

    @BeforeEach
    void fill(@TempDir Path folder) throws IOException {
        tree = new LaunchedTree(Files.createDirectory(folder.resolve("a tree")));
        write("small.json", SMALL);
        write("large.json", LARGE);
        write("a large.json.gz", COMPRESSED);
        write("small.json.gz", SMALL / 2);
        Files.createDirectory(files.resolve("a\n7 trail"));
        write("a\n7 trail/1.json.gz", COMPRESSED / 2);
        write("a\n7 trail/2.json.gz", COMPRESSED / 2);
        Files.createDirectory(files.resolve("empty"));
        Files.createDirectory(files.resolve("many"));
        for (int i = 0; i < 100; i++) {
            write("many/%d.json".formatted(i), 1_000);
        }
    }

    @AfterEach
    void end() throws Exception {
        tree.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replay|large.json",
                "replay|small.json|large.json",
                "replay|a large.json.gz",
                "replay|a\n7 trail",
                "rehearse|--account=large.json",
                "rehearse|--account|large.json",
                "rehearse|--account=small.json|--events=a\n7 trail"
            })
    void isBetterForMuch(String command) throws Exception {
        assertThat(run(command)).doesNotContain(FAST).contains(SMALLER_HEAP);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "replay|small.json",
                "replay|small.json.gz",
                "replay|empty",
                "replay|many",
                "replay|missing.json",
                "rehearse|--account=small.json",
                "rehearse|--report=",
                "demo|large.json",
                "sandbox|--template=large.json"
            })
    void isFastForTheRest(String command) throws Exception {
        assertThat(run(command)).contains(FAST).doesNotContain(SMALLER_HEAP);
    }

    @ParameterizedTest
    @ValueSource(strings = {"replay", "rehearse", "--version"})
    void isFastWithoutArguments(String command) throws Exception {
        assertThat(tree.run(NO_TRAINING, List.of(command))).contains(FAST).doesNotContain("guard:");
    }

    @Test
    void dependsOnNoFileThatIsNamedLikeTheCommand() throws Exception {
        write("replay", LARGE);

        assertThat(tree.run(files, List.of("replay", "small.json"))).contains(FAST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-large.json", "!large.json", "(large.json"})
    void isBetterForMuchOfAnyName(String name) throws Exception {
        write(name, LARGE);

        assertThat(tree.run(files, List.of("replay", name))).doesNotContain(FAST);
    }

    @Test
    void isThatOfTheShortCommandsInTheTraining() throws Exception {
        tree.go();
        tree.run(Map.of(), List.of("replay", files.resolve("large.json").toString()));
        tree.awaitCache();

        assertThat(tree.trained()).contains(FAST, "-XX:-AOTRecordTraining");
    }

    /// @param command words with `|` between them
    private String run(String command) throws Exception {
        List<String> arguments =
                Arrays.stream(command.split("[|]", -1)).map(this::inFiles).toList();
        String written = tree.run(NO_TRAINING, arguments);
        assertThat(written).startsWith("-XX:MaxRAMPercentage").endsWith(arguments.getLast() + "\n");
        return written;
    }

    private String inFiles(String word) {
        String option = word.startsWith("--") ? word.substring(0, word.indexOf('=') + 1) : "";
        String name = word.substring(option.length());
        return !name.isEmpty() && (name.contains(".") || Files.exists(files.resolve(name)))
                ? option + files.resolve(name)
                : word;
    }

    /// Not zeros: a file system could leave them out.
    private void write(String name, int size) throws IOException {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        Files.write(files.resolve(name), bytes);
    }
}
