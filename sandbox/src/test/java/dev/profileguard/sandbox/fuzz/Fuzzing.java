package dev.profileguard.sandbox.fuzz;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Makes inputs, has their targets handle them, and counts them.
final class Fuzzing {
    private static final long SLOW_MILLIS = 30_000;

    /// A target's first input starts its sandbox and loads the classes, which Jazzer changes.
    private static final long SLOW_FIRST_MILLIS = 100_000;

    private final Map<FuzzTarget, Counts> counts = new LinkedHashMap<>();

    /// How many inputs a target accepted and refused.
    private static final class Counts {
        private long accepted;
        private long refused;
    }

    /// The input that these choices make.
    static byte[] input(FuzzTarget target, Choices choices) {
        return TextMutation.of(choices, JsonMutation.of(choices, target.seeds()));
    }

    /// Has a target handle an input.
    ///
    /// @throws AssertionError if the target breaks a property
    void handle(FuzzTarget target, byte[] input) {
        boolean first = !counts.containsKey(target);
        Counts own = counts.computeIfAbsent(target, each -> new Counts());
        long start = System.nanoTime();
        try {
            if (target.accepts(input)) {
                own.accepted++;
            } else {
                own.refused++;
            }
        } catch (StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError("it needs too much memory", e);
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        if (millis > (first ? SLOW_FIRST_MILLIS : SLOW_MILLIS)) {
            throw new AssertionError("it takes %d ms".formatted(millis));
        }
    }

    /// The counts as text, one line for each target.
    String summary() {
        Map<String, String> lines = new TreeMap<>();
        long all = 0;
        for (Map.Entry<FuzzTarget, Counts> each : counts.entrySet()) {
            Counts own = each.getValue();
            all += own.accepted + own.refused;
            lines.put(
                    each.getKey().name(),
                    "%-32s %8d accepted %8d refused%n"
                            .formatted(each.getKey().name(), own.accepted, own.refused));
        }
        return String.join("", lines.values()) + "%d inputs%n".formatted(all);
    }

    /// Forgets everything that the inputs have changed.
    void close() {
        counts.keySet().forEach(FuzzTarget::close);
    }
}
