package dev.profileguard.sandbox.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// What Jazzer calls: bytes choose a target and make an input for it. Jazzer looks for bytes that
/// make the functions run code that they have not run yet.
///
/// See https://github.com/CodeIntelligenceTesting/jazzer
public final class Fuzz {
    private static final Path BROKEN = Path.of("target/fuzz");
    private static final Path CORPUS = BROKEN.resolve("corpus");
    private static final int FIRST_INPUTS = 200;
    private static final Fuzzing FUZZING = new Fuzzing();
    private static final List<FuzzTarget> TARGETS =
            FuzzTargets.all().stream()
                    .filter(target -> target.name().contains(System.getProperty("fuzz.only", "")))
                    .toList();

    private Fuzz() {}

    /// Jazzer calls this one first. It loads everything, and gives Jazzer bytes to start from.
    ///
    /// @throws IOException if these cannot be written
    public static void fuzzerInitialize() throws IOException {
        for (FuzzTarget target : TARGETS) {
            FUZZING.handle(target, target.seeds().getFirst().getBytes(StandardCharsets.UTF_8));
        }
        Files.createDirectories(CORPUS);
        for (int i = 0; i < FIRST_INPUTS; i++) {
            Files.write(CORPUS.resolve("first-" + i), Choices.bytes(i));
        }
    }

    /// Jazzer calls this one for each input.
    ///
    /// @throws AssertionError if a property is broken; the shrunk input is in a file then
    public static void fuzzerTestOneInput(byte[] bytes) {
        Choices choices = new Choices(bytes);
        FuzzTarget target = choices.of(TARGETS);
        byte[] input = Fuzzing.input(target, choices);
        try {
            FUZZING.handle(target, input);
        } catch (AssertionError broken) {
            Path file = stored(target, Shrinking.of(target, input));
            throw new AssertionError(
                    "%s: %s. Its input is in %s. Copy it to src/test/resources/fuzz/%s/ for FuzzedInputsTest"
                            .formatted(target.name(), broken.getMessage(), file, target.name()),
                    broken);
        }
    }

    /// Jazzer calls this one at the end.
    public static void fuzzerTearDown() {
        System.out.print(FUZZING.summary());
        FUZZING.close();
    }

    private static Path stored(FuzzTarget target, byte[] input) {
        Path folder = BROKEN.resolve(target.name());
        try {
            return Files.write(
                    Files.createDirectories(folder)
                            .resolve("%08x.txt".formatted(Arrays.hashCode(input))),
                    input);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
