package dev.profileguard.rotation;

import dev.profileguard.iam.PerformedAction;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.rotation.rule.RotationDecision;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What one invocation did.
///
/// Not thread-safe.
final class Work {
    private final List<PerformedAction> actions = new ArrayList<>();
    private final List<String> performed = new ArrayList<>();
    private @Nullable String failure;

    /// Adds what was done about a task in IAM.
    void add(List<Outcome> outcomes) {
        for (Outcome each : outcomes) {
            actions.addAll(each.actions());
            if (each.decision() == RotationDecision.REFUSED
                    || each.decision() == Decision.Common.NEVER_TOUCHED
                    || each.isFailed()) {
                fail(each.why());
            }
        }
    }

    /// Adds something that was done elsewhere.
    ///
    /// @param done a sentence without its end; null: there was nothing to do
    void add(@Nullable String done) {
        if (done != null) {
            performed.add(done);
        }
    }

    /// Ends the work. The first failure stays.
    ///
    /// @param why a sentence without its end
    void fail(String why) {
        failure = failure == null ? why : failure;
    }

    /// Why it ended, as a sentence without its end; null: it did not fail.
    @Nullable String failure() {
        return failure;
    }

    /// The actions in IAM.
    List<PerformedAction> actions() {
        return List.copyOf(actions);
    }

    /// What was done elsewhere, as sentences without their end.
    List<String> performed() {
        return List.copyOf(performed);
    }
}
