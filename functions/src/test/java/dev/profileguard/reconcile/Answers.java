package dev.profileguard.reconcile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Answers the reads that a rule asks for, by hand.
public final class Answers {
    private final Map<Read<?>, @Nullable Object> answers = new HashMap<>();
    private final List<Read<?>> asked = new ArrayList<>();

    /// Answers this read so from now on.
    public <T extends @Nullable Object> Answers give(Read<T> read, T answer) {
        answers.put(read, answer);
        return this;
    }

    /// Goes on until the rule says something else than what it lacks.
    ///
    /// @throws AssertionError when it asks for what a test has no answer to
    public Step follow(Step first) {
        Step step = first;
        while (step instanceof Step.Need<?> need) {
            step = answered(need);
        }
        return step;
    }

    /// The plan that the rule comes to.
    public Plan plan(Step first) {
        Step end = follow(first);
        if (end instanceof Plan plan) {
            return plan;
        }
        throw new AssertionError("No plan: " + end);
    }

    /// What was asked for, in order.
    public List<Read<?>> asked() {
        return asked;
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // an answer is kept under its own read
    private <T extends @Nullable Object> Step answered(Step.Need<T> need) {
        asked.add(need.read());
        if (!answers.containsKey(need.read())) {
            throw new AssertionError("Nobody answers " + need.read());
        }
        return need.then().apply((T) answers.get(need.read()));
    }
}
