package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The actions that repair one problem, and the report about it.
///
/// @param actions in order; empty: no write can repair it, and the report says so
/// @param shows the profile that is read after the writes, until IAM shows them; null: none
/// @param gate decides about each action right before and right after it
public record Remediation(
        List<Action> actions, Report report, @Nullable ProfileName shows, Gate gate) {
    /// Decides whether an action may be performed, by reads that are made only then.
    @FunctionalInterface
    public interface Gate {
        /// Every action may be performed.
        Gate OPEN = (action, moment, reads) -> null;

        /// When it is asked.
        enum Moment {
            /// Before the action.
            BEFORE,
            /// After the action was performed.
            AFTER
        }

        /// Why the action may not be performed, or has to be undone; null: it may.
        @Nullable Refusal refuses(Action action, Moment moment, Step.Answers reads);
    }

    /// Why an action is not performed, or is undone. The actions after it are not performed.
    public interface Refusal {
        /// The decision about the role or profile.
        Plan.Verdict verdict();

        /// The action that undoes what was performed; null: it is left as it is.
        @Nullable Action undo();
    }

    /// The report about a remediation.
    public interface Report {
        /// The findings after the actions.
        List<Finding> of(Done done);

        /// The findings that are stored as intents, before the actions.
        ///
        /// @param started the texts about the actions, for the case that the function is killed
        default List<Finding> expected(List<String> started) {
            return Finding.withDone(of(Done.NOTHING), started);
        }

        /// The findings when an error stops it after some of its actions.
        default List<Finding> ofPart(Done done) {
            return List.of();
        }
    }

    /// The performed actions.
    ///
    /// @param own those of this remediation, in order
    /// @param all those about the same role or profile, over all attempts
    /// @param after the profile after the writes; null: it was not read
    /// @param refusal why an action was not performed, or undone; null: all were performed
    public record Done(
            List<PerformedAction> own,
            List<PerformedAction> all,
            @Nullable InstanceProfile after,
            @Nullable Refusal refusal) {
        /// Before the first action.
        public static final Done NOTHING = new Done(List.of(), List.of(), null);

        /// Actions that all were performed.
        public Done(
                List<PerformedAction> own,
                List<PerformedAction> all,
                @Nullable InstanceProfile after) {
            this(own, all, after, null);
        }

        /// The text for findings.
        public List<String> described() {
            return all.stream().map(PerformedAction::described).toList();
        }
    }

    /// Takes a copy.
    public Remediation {
        actions = List.copyOf(actions);
    }

    /// Actions that all may be performed.
    public Remediation(List<Action> actions, Report report, @Nullable ProfileName shows) {
        this(actions, report, shows, Gate.OPEN);
    }

    /// Actions with findings that only need the effects of the actions.
    public static Remediation of(List<Action> actions, List<Finding> findings) {
        return new Remediation(actions, done -> Finding.withDone(findings, done.described()), null);
    }

    /// The same remediation, whose findings are also reported if only some of the actions are done.
    public Remediation reportedInPart() {
        Report whole = report;
        return new Remediation(
                actions,
                new Report() {
                    @Override
                    public List<Finding> of(Done done) {
                        return whole.of(done);
                    }

                    @Override
                    public List<Finding> ofPart(Done done) {
                        return whole.of(done);
                    }
                },
                shows,
                gate);
    }
}
