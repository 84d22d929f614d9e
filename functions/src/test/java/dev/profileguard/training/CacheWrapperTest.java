package dev.profileguard.training;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which command line `image/with-cache` makes of that of Lambda's runtime. Java is a script that
/// prints its arguments here; `.ci/imaged` starts the real one.
@EnabledOnOs(OS.LINUX)
class CacheWrapperTest {
    private static final String REFUSAL = "Profile Guard starts without its AOT cache: ";
    private static final Instant BEFORE = Instant.parse("2026-01-01T00:00:00Z");
    private static final String JAVA =
            """
            #!/bin/sh
            for argument; do
                echo "$argument"
                case $argument in -XX:AOTCacheOutput=*) echo cache > "${argument#*=}" ;; esac
            done
            """;

    @TempDir private Path root;

    @BeforeEach
    void lambda() throws IOException {
        script("opt/with-cache", Files.readString(Path.of("image", "with-cache")));
        script("lang/bin/java", JAVA);
        file("lang/lib/server/libjvm.so");
        file("runtime/lib/client.jar");
        file("runtime/lib/client.so");
        file("runtime/lib/core.jar");
        file("task/lib/functions.jar");
        file("task/lib/sdk.jar");
    }

    @Test
    void putsAllJarsOnTheClassPathAndNamesOneArchive() throws Exception {
        train();

        assertThat(start(Map.of()))
                .containsExactly(
                        "-XX:AOTMode=auto",
                        "-XX:AOTCache=" + cache(),
                        "-Xlog:aot*=error",
                        "-XX:MaxHeapSize=445645k",
                        "-Dname=two words",
                        "-cp",
                        classPath(),
                        "com.amazonaws.Client",
                        "dev.profileguard.Handler");
    }

    @Test
    void trainsOnTheSameClassPathAndHasJavaTryTheCache() throws Exception {
        assertThat(train())
                .containsSubsequence(
                        "-XX:AOTCacheOutput=" + cache(),
                        "-XX:-AOTRecordTraining",
                        "-cp",
                        classPath())
                .containsSubsequence(
                        "-XX:AOTMode=on", "-XX:AOTCache=" + cache(), "--dry-run", classPath())
                .noneMatch(argument -> argument.startsWith("-Xshare"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-cp", "-classpath", "--class-path", "--class-path="})
    void understandsEachOptionForTheClassPath(String option) throws Exception {
        List<String> path = new ArrayList<>(List.of(option));
        if (option.endsWith("=")) {
            path.set(0, option + runtime());
        } else {
            path.add(runtime());
        }
        train();

        assertThat(run(Map.of(), path)).containsSubsequence("-cp", classPath());
    }

    @ParameterizedTest
    @CsvSource({
        "JAVA_TOOL_OPTIONS, -Xshare:auto",
        "JAVA_TOOL_OPTIONS, -XX:SharedArchiveFile=/opt/x.jsa",
        "JAVA_TOOL_OPTIONS, -XX:AOTCache=/opt/x.aot",
        "JDK_JAVA_OPTIONS, @/opt/options",
        "_JAVA_OPTIONS, -XX:+AutoCreateSharedArchive"
    })
    void leavesTheCommandLineToAnOptionThatExcludesTheCache(String variable, String value)
            throws Exception {
        train();

        assertRefused(start(Map.of(variable, value)), "has an option that Java does not take");
    }

    @Test
    void keepsOptionsThatDoNotExcludeTheCache() throws Exception {
        train();

        assertThat(start(Map.of("JAVA_TOOL_OPTIONS", "-XX:+TieredCompilation -Dx=y")))
                .contains("-XX:AOTCache=" + cache());
    }

    @Test
    void goesOnWithoutACacheThatIsNotThere() throws Exception {
        assertRefused(start(Map.of()), cache() + " is not there, or cannot be read");
    }

    @Test
    void goesOnWithoutACacheThatWasCut() throws Exception {
        train();
        Files.writeString(cache(), "ca");

        assertRefused(start(Map.of()), cache() + " is not as it was made");
    }

    @Test
    void goesOnWithoutACacheOfAnotherJava() throws Exception {
        train();
        Files.setLastModifiedTime(
                root.resolve("lang/lib/server/libjvm.so"), FileTime.from(Instant.now()));

        assertRefused(start(Map.of()), "it was made by another build of Java");
    }

    @ParameterizedTest
    @ValueSource(strings = {"task/lib/sdk.jar", "runtime/lib/client.jar", "task/lib/another.jar"})
    void goesOnWithoutACacheOfOtherJars(String jar) throws Exception {
        train();
        Files.writeString(root.resolve(jar), "other");

        assertRefused(start(Map.of()), "it was made for other jars");
    }

    @Test
    void goesOnWithoutACacheWhereNoClassPathIsGiven() throws Exception {
        train();

        assertThat(run(Map.of(), List.of("-jar", "x.jar")))
                .contains("-Xshare:on", "-jar")
                .contains(REFUSAL + "the command line of Lambda's runtime has no class path");
    }

    private void assertRefused(List<String> output, String why) {
        assertThat(output).filteredOn(line -> line.startsWith(REFUSAL)).hasSize(1);
        assertThat(output).anyMatch(line -> line.startsWith(REFUSAL) && line.contains(why));
        assertThat(output)
                .containsSubsequence(
                        "-Xshare:on", "-XX:SharedArchiveFile=/var/lang/x", "-cp", runtime())
                .noneMatch(line -> line.startsWith("-XX:AOT"));
    }

    private List<String> train() throws Exception {
        return start(Map.of("CACHE_TRAINING", "yes"));
    }

    private List<String> start(Map<String, String> variables) throws Exception {
        return run(variables, List.of("-cp", runtime()));
    }

    private List<String> run(Map<String, String> variables, List<String> classPath)
            throws Exception {
        List<String> command = new ArrayList<>();
        command.add(root.resolve("opt/with-cache").toString());
        command.add(root.resolve("lang/bin/java").toString());
        command.addAll(
                List.of(
                        "-XX:MaxHeapSize=445645k",
                        "-Xshare:on",
                        "-XX:SharedArchiveFile=/var/lang/x",
                        "-Dname=two words"));
        command.addAll(classPath);
        command.addAll(List.of("com.amazonaws.Client", "dev.profileguard.Handler"));
        ProcessBuilder start = new ProcessBuilder(command).redirectErrorStream(true);
        start.environment().keySet().removeIf(name -> name.endsWith("JAVA_OPTIONS"));
        start.environment().remove("JAVA_TOOL_OPTIONS");
        start.environment().put("LAMBDA_TASK_ROOT", root.resolve("task").toString());
        start.environment().putAll(variables);
        Process process = start.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.lines().toList();
    }

    private Path cache() {
        return root.resolve("opt/functions.aot");
    }

    private String runtime() {
        return root.resolve("runtime/lib") + "/*";
    }

    private String classPath() {
        return Stream.of(
                        "runtime/lib/client.jar",
                        "runtime/lib/core.jar",
                        "task/lib/functions.jar",
                        "task/lib/sdk.jar")
                .map(jar -> root.resolve(jar).toString())
                .collect(joining(":"));
    }

    private void script(String name, String text) throws IOException {
        file(name);
        Files.writeString(root.resolve(name), text);
        assertThat(root.resolve(name).toFile().setExecutable(true)).isTrue();
    }

    private void file(String name) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, name);
        Files.setLastModifiedTime(file, FileTime.from(BEFORE));
    }
}
