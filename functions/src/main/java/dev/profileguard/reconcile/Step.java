package dev.profileguard.reconcile;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What a rule says next about one profile or role. A rule is a pure function: it gets what has
/// been read, and returns a step. [Reconciler] does everything that a step asks for.
public sealed interface Step permits Step.Need, Step.LookAgain, Plan {
    /// Answers reads.
    interface Answers {
        /// What was read.
        <T extends @Nullable Object> T to(Read<T> read);
    }

    /// A read that the rule lacks. Within one attempt each read is made once.
    ///
    /// @param then what the rule says once it has the answer
    record Need<T extends @Nullable Object>(Read<T> read, Function<T, Step> then) implements Step {
        Step answered(Answers answers) {
            return then.apply(answers.to(read));
        }
    }

    /// It is too early to say: IAM does not show yet what an event tells of, or something changed
    /// between two reads. The reconciler waits and begins again.
    ///
    /// @param why the reason, as a sentence for people
    record LookAgain(String why) implements Step {}

    /// Reads, and goes on with the answer.
    static <T extends @Nullable Object> Step need(Read<T> read, Function<T, Step> then) {
        return new Need<>(read, then);
    }
}
