package dev.profileguard.sandbox.fuzz;

import dev.profileguard.advice.rule.Advice;
import dev.profileguard.advice.rule.Facts;
import dev.profileguard.sandbox.command.explain.reader.FailureGroup;
import dev.profileguard.sandbox.command.explain.reader.FailureReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Texts in which `guard explain` looks for errors.
final class PrintedErrorTarget implements FuzzTarget {
    private final List<String> texts;

    /// @param texts what tools printed
    PrintedErrorTarget(List<String> texts) {
        this.texts = texts;
    }

    @Override
    public String name() {
        return "printed-error";
    }

    @Override
    public List<String> seeds() {
        return texts;
    }

    @Override
    public boolean accepts(byte[] input) {
        List<FailureGroup> groups =
                FailureGroup.of(FailureReader.read(new String(input, StandardCharsets.UTF_8)));
        for (FailureGroup group : groups) {
            Advice advice = Advice.of(group.failure().call(), Facts.NONE);
            Refusal.check(advice.cause());
            advice.todo().forEach(Refusal::check);
            if (group.count() < 1 || group.failure().line() < 1) {
                throw new AssertionError("it counts wrong: " + group);
            }
        }
        return !groups.isEmpty();
    }
}
