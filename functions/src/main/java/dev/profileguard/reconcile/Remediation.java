package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.ProfileName;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Actions that mend one thing, and what people are told of it.
///
/// @param actions in order; empty: nothing can be written, and the report says so
/// @param shows the profile that is read once it is written, until IAM shows it so; null: none
public record Remediation(List<Action> actions, Report report, @Nullable ProfileName shows) {
    /// What people are told of a remediation.
    public interface Report {
        /// The findings about it, once it is done.
        List<Finding> of(Done done);

        /// The findings to expect, before anything is done.
        ///
        /// @param begun what they say was done, should nobody be left to say what came of it
        default List<Finding> expected(List<String> begun) {
            return filled(of(Done.NOTHING), begun);
        }

        /// The findings about it where an error cut it short, after some of its actions.
        default List<Finding> ofPart(Done done) {
            return List.of();
        }
    }

    /// What was done.
    ///
    /// @param own by this remediation, in order
    /// @param all about the same role or profile, by every attempt so far
    /// @param after the profile once it was written; null: it was not read
    public record Done(
            List<PerformedAction> own, List<PerformedAction> all, @Nullable InstanceProfile after) {
        static final Done NOTHING = new Done(List.of(), List.of(), null);

        /// As findings have it.
        public List<String> described() {
            return all.stream().map(PerformedAction::described).toList();
        }
    }

    /// Takes a copy.
    public Remediation {
        actions = List.copyOf(actions);
    }

    /// Actions with findings that only lack what came of the actions.
    public static Remediation of(List<Action> actions, List<Finding> findings) {
        return new Remediation(actions, done -> filled(findings, done.described()), null);
    }

    /// The same, whose findings are told also if only some of the actions are done.
    public Remediation toldInPart() {
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
                shows);
    }

    private static List<Finding> filled(List<Finding> findings, List<String> done) {
        return findings.stream()
                .map(each -> each.done().isEmpty() ? each.withDone(done) : each)
                .toList();
    }
}
