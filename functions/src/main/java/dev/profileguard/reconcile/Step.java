package dev.profileguard.reconcile;

import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The next step of a rule for one profile or role. A rule is a pure function: its input is what
/// was read, its output is a step. The [Reconciler] carries out the step.
public sealed interface Step permits Step.Need, Step.LookAgain, Plan {
    /// Answers reads.
    interface Answers {
        /// The answer to a read.
        <T extends @Nullable Object> T to(Read<T> read);

        /// Makes the reads that a step needs, up to the step that needs none.
        default Step follow(Step first) {
            return follow(first, read -> true);
        }

        /// Makes the reads that a step needs, up to the step that needs none, or the first one of
        /// another kind.
        ///
        /// @param allowed the reads that are made
        default Step follow(Step first, Predicate<Read<?>> allowed) {
            Step step = first;
            while (step instanceof Need<?> need && allowed.test(need.read())) {
                step = need.answered(this);
            }
            return step;
        }
    }

    /// A read that the rule needs.
    ///
    /// @param then the rule's next step for the answer
    record Need<T extends @Nullable Object>(Read<T> read, Function<T, Step> then) implements Step {
        Step answered(Answers answers) {
            return then.apply(answers.to(read));
        }
    }

    /// Nothing can be decided yet: IAM does not show the event's change, or something changed
    /// between two reads. The reconciler waits and retries.
    ///
    /// @param why the reason, as a sentence for people
    record LookAgain(String why) implements Step {}

    /// Makes a read, then continues with its answer.
    static <T extends @Nullable Object> Step need(Read<T> read, Function<T, Step> then) {
        return new Need<>(read, then);
    }
}
