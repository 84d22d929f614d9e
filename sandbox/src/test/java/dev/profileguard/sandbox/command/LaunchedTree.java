package dev.profileguard.sandbox.command;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A built tree with the project's `guard` and a JDK whose `java` prints its arguments. As the one
/// that makes a cache, it waits for the file `go`, and makes none if there is a file `broken`.
final class LaunchedTree {
    private static final Instant BUILT = Instant.parse("2026-01-15T09:30:00Z");
    private static final String JAVA =
            """
            #!/bin/bash
            for word; do
                case $word in
                *.ModernJar) cp -- "${@: -2:1}" "${@: -1}"; exit ;;
                -XX:AOTCacheOutput=*)
                    cache=${word#*=}
                    echo "$$ $PPID" >> "ROOT/trainings"
                    echo "$@" > "ROOT/trained"
                    until [ -e "ROOT/go" ]; do sleep 0.05; done
                    [ ! -e "ROOT/broken" ] || exit 1
                    echo cache > "$cache"
                    exit ;;
                esac
            done
            printf '%s\\n' "$@"
            """;
    private static final String JAR = "#!/bin/bash\n[ \"$1\" != --create ] || echo jar > \"$4\"\n";

    private final Path root;

    LaunchedTree(Path root) throws IOException {
        this.root = root;
        for (String folder :
                List.of(
                        "functions/src/main",
                        "functions/target/classes",
                        "sandbox/src/main",
                        "sandbox/target/classes",
                        "jdk/bin")) {
            Files.createDirectories(root.resolve(folder));
        }
        for (String file :
                List.of(
                        "pom.xml",
                        "functions/pom.xml",
                        "sandbox/pom.xml",
                        "lib.jar",
                        "picocli-4.jar")) {
            Files.createFile(root.resolve(file));
        }
        Files.writeString(root.resolve("jdk/release"), "JAVA_VERSION=\"25.0.3\"\n");
        program("guard", Files.readString(Path.of("../guard")));
        program("jdk/bin/javac", "#!/bin/bash\n");
        program("jdk/bin/java", JAVA.replace("ROOT", root.toString()));
        program("jdk/bin/jar", JAR);
        Files.writeString(
                root.resolve("sandbox/target/classpath"),
                "%1$s/lib.jar:%1$s/picocli-4.jar:%1$s/functions/target/classes".formatted(root));
        try (Stream<Path> all = Files.walk(root)) {
            for (Path each : all.toList()) {
                Files.setLastModifiedTime(each, FileTime.from(BUILT));
            }
        }
    }

    Path file(String name) {
        return root.resolve(name);
    }

    Path caches() {
        return file("sandbox/target/aot");
    }

    /// As after another build.
    void build() throws IOException {
        Files.setLastModifiedTime(
                file("sandbox/target/classpath"), FileTime.from(BUILT.plusSeconds(60)));
    }

    /// As if the lock was made eleven minutes ago.
    void ageLock() throws IOException {
        Path lock = onlyCaches(".lock").getFirst();
        Files.setLastModifiedTime(lock, FileTime.from(Instant.now().minusSeconds(660)));
    }

    /// Lets the trainings end.
    void go() throws IOException {
        Files.createFile(file("go"));
    }

    /// Waits until nothing runs here any more: a training would write to a folder that is being
    /// deleted.
    void end() throws IOException, InterruptedException {
        if (!Files.exists(file("go"))) {
            go();
        }
        await(() -> ProcessHandle.allProcesses().noneMatch(this::runsHere));
    }

    private boolean runsHere(ProcessHandle process) {
        return process.info().commandLine().orElse("").contains(root.toString());
    }

    /// What `guard` writes on both outputs, which are closed although a training may go on.
    String run(Map<String, String> variables) throws IOException, InterruptedException {
        return written(start(variables));
    }

    private static String written(Process process) throws IOException, InterruptedException {
        String written =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return written;
    }

    String run() throws IOException, InterruptedException {
        return run(Map.of());
    }

    /// What `guard` writes with these arguments.
    String run(Map<String, String> variables, List<String> arguments)
            throws IOException, InterruptedException {
        return written(start(variables, arguments));
    }

    /// What `guard` writes in this folder, without a training.
    String run(Path folder, List<String> arguments) throws IOException, InterruptedException {
        return written(
                prepared(Map.of("GUARD_AOT", "off"), arguments).directory(folder.toFile()).start());
    }

    /// What `guard` writes without these variables.
    String runWithout(String... variables) throws IOException, InterruptedException {
        ProcessBuilder builder = prepared(Map.of(), List.of("demo"));
        List.of(variables).forEach(builder.environment()::remove);
        return written(builder.start());
    }

    Process start(Map<String, String> variables) throws IOException {
        return start(variables, List.of("demo"));
    }

    private Process start(Map<String, String> variables, List<String> arguments)
            throws IOException {
        return prepared(variables, arguments).start();
    }

    private ProcessBuilder prepared(Map<String, String> variables, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(file("guard").toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment()
                .keySet()
                .removeIf(name -> name.contains("JAVA") || name.contains("JDK"));
        builder.environment().remove("GUARD_AOT");
        builder.environment().put("JAVA_HOME", file("jdk").toString());
        builder.environment().putAll(variables);
        return builder.redirectErrorStream(true);
    }

    /// The process IDs of the trainings so far: of `java`, and of the script that started it.
    List<List<String>> trainings() throws IOException {
        return Files.exists(file("trainings"))
                ? Files.readAllLines(file("trainings")).stream()
                        .map(line -> List.of(line.split(" ", -1)))
                        .toList()
                : List.of();
    }

    /// The arguments of the last training.
    String trained() throws IOException {
        return Files.readString(file("trained"));
    }

    void awaitTrainings(int number) throws InterruptedException {
        await(() -> {
            try {
                return trainings().size() >= number;
            } catch (IOException e) {
                return false;
            }
        });
    }

    /// Waits until no training has the lock.
    void awaitCache() throws InterruptedException {
        await(() -> onlyCaches(".lock").isEmpty() && !onlyCaches("").isEmpty());
    }

    /// The entries in the folder of caches with this in their names.
    List<Path> onlyCaches(String part) {
        try (Stream<Path> all = Files.list(caches())) {
            return all.filter(each -> each.getFileName().toString().contains(part)).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(20);
        }
    }

    private void program(String name, String text) throws IOException {
        Files.writeString(file(name), text);
        Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
