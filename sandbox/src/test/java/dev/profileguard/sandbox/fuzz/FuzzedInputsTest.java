package dev.profileguard.sandbox.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever comes in is handled, or refused as documented, within a message that fits on a screen;
/// and nothing is called or changed that is not ours.
class FuzzedInputsTest {
    @ParameterizedTest
    @MethodSource("targets")
    void everySeedIsHandled(FuzzTarget target) {
        for (String seed : target.seeds()) {
            FUZZING.handle(target, utf8(seed));
        }
    }

    @ParameterizedTest
    @MethodSource("targets")
    void mutationsAreHandledOrRefused(FuzzTarget target) {
        for (long seed = 0; seed < MUTATIONS; seed++) {
            byte[] input = Fuzzing.input(target, Choices.random(seed));
            long now = seed;
            assertThatCode(() -> FUZZING.handle(target, input))
                    .as("seed %d of %s", now, target.name())
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @MethodSource("stored")
    void whatOnceBrokeAPropertyIsHandledOrRefused(Path file) throws IOException {
        String name = STORED.relativize(file).getName(0).toString();
        FuzzTarget target =
                TARGETS.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();

        FUZZING.handle(target, Files.readAllBytes(file));
    }

    @Test
    void errorsThatAreNotDocumentedAreNoticed() {
        assertThatThrownBy(() ->
                        Refusal.check(
                                new NumberFormatException("For input string: x"),
                                List.of(IllegalArgumentException.class)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("java.lang.NumberFormatException: For input string: x");
    }

    @Test
    void messagesThatSayNothingOrTooMuchAreNoticed() {
        assertThatThrownBy(() -> Refusal.check(" ")).hasMessage("it says nothing");
        assertThatThrownBy(() -> Messages.check(List.of(List.of("x".repeat(4_001)))))
                .hasMessageStartingWith("it says 4001 characters: xxx");
        assertThatCode(() -> Refusal.check("x".repeat(4_000))).doesNotThrowAnyException();
    }

    @Test
    void whatBreaksAPropertyIsShortened() {
        assertThat(Shrinking.of(new Picky(), utf8("{\"a\": 1, \"b\": \"bad\"}")))
                .isEqualTo(utf8("bad"));
    }

    /// Breaks at one word.
    private record Picky() implements FuzzTarget {
        @Override
        public String name() {
            return "picky";
        }

        @Override
        public List<String> seeds() {
            return List.of("{}");
        }

        @Override
        public boolean accepts(byte[] input) {
            if (new String(input, StandardCharsets.UTF_8).contains("bad")) {
                throw new AssertionError("it cannot read bad");
            }
            return true;
        }
    }

    @AfterAll
    static void close() {
        System.out.print(FUZZING.summary());
        FUZZING.close();
    }

    static List<FuzzTarget> targets() {
        return TARGETS;
    }

    static List<Path> stored() throws IOException {
        List<Path> stored = new ArrayList<>();
        try (Stream<Path> files = Files.walk(STORED)) {
            files.filter(Files::isRegularFile).sorted().forEach(stored::add);
        }
        return stored;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final int MUTATIONS = Integer.getInteger("fuzz.mutations", 200);
    private static final Path STORED = Path.of("src/test/resources/fuzz");
    private static final List<FuzzTarget> TARGETS = FuzzTargets.all();
    private static final Fuzzing FUZZING = new Fuzzing();
}
