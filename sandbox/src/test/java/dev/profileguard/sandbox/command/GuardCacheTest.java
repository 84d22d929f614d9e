package dev.profileguard.sandbox.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which cache `./guard` gives to Java, and when it has one made.
@Timeout(120)
class GuardCacheTest {
    private final LaunchedTree tree;

    GuardCacheTest(@TempDir Path folder) throws IOException {
        tree = new LaunchedTree(Files.createDirectory(folder.resolve("a tree")));
    }

    @AfterEach
    void end() throws Exception {
        tree.end();
    }

    @Test
    void isMadeByTheFirstRunAndUsedByTheNext() throws Exception {
        tree.go();

        String first = tree.run();
        tree.awaitCache();
        String second = tree.run();

        assertThat(first).doesNotContain("AOT").contains("sandbox/target/classes:");
        assertThat(second)
                .contains(
                        "-XX:AOTCache=" + tree.caches(),
                        "sandbox.jar:",
                        "functions.jar:",
                        "lib.jar")
                .contains("-XX:AOTMode=auto", "-Xlog:aot*=off")
                .containsPattern(tree.caches() + "/[^/:]+/picocli-4.jar")
                .doesNotContain("target/classes", tree.file("picocli-4.jar").toString());
        assertThat(tree.trainings()).hasSize(1);
    }

    @Test
    void doesNotOutliveItsBuild() throws Exception {
        tree.go();
        tree.run();
        tree.awaitCache();
        List<Path> old = tree.onlyCaches("");

        tree.build();
        String next = tree.run();
        tree.awaitTrainings(2);
        tree.awaitCache();

        assertThat(next).doesNotContain("AOT");
        assertThat(tree.run()).contains("-XX:AOTCache=").doesNotContain(names(old));
    }

    @Test
    void isNotUsedByAnotherJdk() throws Exception {
        tree.go();
        tree.run();
        tree.awaitCache();

        Files.writeString(tree.file("jdk/release"), "JAVA_VERSION=\"25.0.4\"\n");

        assertThat(tree.run()).doesNotContain("AOT");
        tree.awaitTrainings(2);
    }

    @Test
    void isMadeOnceForSeveralRunsThatDoNotWait() throws Exception {
        List<Process> runs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            runs.add(tree.start(Map.of()));
        }
        for (Process each : runs) {
            assertThat(each.getInputStream().readAllBytes()).isNotEmpty();
            assertThat(each.waitFor()).isZero();
        }
        tree.awaitTrainings(1);
        tree.run();
        tree.go();
        tree.awaitCache();

        assertThat(tree.trainings()).hasSize(1);
        assertThat(tree.run()).contains("-XX:AOTCache=");
    }

    @Test
    void isNotThereWhenItsTrainingWasKilledAndIsMadeTenMinutesLater() throws Exception {
        tree.run();
        tree.awaitTrainings(1);
        for (String pid : tree.trainings().getFirst()) {
            ProcessHandle killed = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            killed.destroyForcibly();
            killed.onExit().join();
        }
        tree.go();

        assertThat(tree.run()).doesNotContain("AOT");
        assertThat(tree.trainings()).hasSize(1);

        tree.ageLock();
        assertThat(tree.run()).doesNotContain("AOT");
        tree.awaitCache();

        assertThat(tree.run()).contains("-XX:AOTCache=");
        assertThat(tree.trainings()).hasSize(2);
    }

    @Test
    void isNotTriedAgainAtOnceWhenJavaCannotMakeIt() throws Exception {
        Files.createFile(tree.file("broken"));
        tree.go();

        tree.run();
        tree.awaitTrainings(1);
        LaunchedTree.await(() -> tree.onlyCaches("").equals(tree.onlyCaches(".lock")));

        assertThat(tree.run()).doesNotContain("AOT");
        assertThat(tree.trainings()).hasSize(1);
    }

    @Test
    void isDroppedWhenTheProjectIsBuiltMeanwhile() throws Exception {
        tree.run();
        tree.awaitTrainings(1);

        tree.build();
        tree.go();
        LaunchedTree.await(() -> tree.onlyCaches("").equals(tree.onlyCaches(".lock")));

        assertThat(tree.run()).doesNotContain("AOT");
    }

    @Test
    void isNotMadeWhereNothingCanBeWritten() throws Exception {
        Files.createFile(tree.caches());

        assertThat(tree.run()).startsWith("-XX:MaxRAMPercentage").doesNotContain("AOT", "guard:");
        assertThat(tree.trainings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "GUARD_AOT, off",
        "JAVA_TOOL_OPTIONS, -Xshare:off",
        "JDK_JAVA_OPTIONS, -XX:SharedArchiveFile=x",
        "JDK_JAVA_OPTIONS, -XX:AOTMode=off",
        "_JAVA_OPTIONS, -Xmx1g -XX:+UseParallelGC",
        "JDK_JAVA_OPTIONS, @java-options",
        "JAVA_TOOL_OPTIONS, -XX:Flags=.hotspotrc"
    })
    void isNotUsedWithOptionsThatExcludeIt(String variable, String value) throws Exception {
        tree.go();
        tree.run();
        tree.awaitCache();

        assertThat(tree.run(Map.of(variable, value))).doesNotContain("AOTCache");
    }

    @ParameterizedTest
    @CsvSource({
        "-XX:+UseG1GC, false",
        "-Xmx1g -XX:+UseZGC, false",
        "-XX:+UseSerialGC, true",
        "-XX:+UseStringDeduplication -Xlog:gc, true"
    })
    void goesWithTheCollectorOfTheUser(String options, boolean serial) throws Exception {
        String written = tree.run(Map.of("JAVA_TOOL_OPTIONS", options));

        assertThat(written.contains("-XX:+UseSerialGC")).isEqualTo(serial);
    }

    @Test
    void isMadeWhereThereIsNoHomeDirectory() throws Exception {
        tree.go();
        assertThat(tree.runWithout("HOME")).startsWith("-XX:MaxRAMPercentage");
        tree.awaitCache();

        assertThat(tree.runWithout("HOME")).contains("AOTCache");
    }

    private static List<String> names(List<Path> paths) {
        return paths.stream().map(each -> each.getFileName().toString()).toList();
    }
}
