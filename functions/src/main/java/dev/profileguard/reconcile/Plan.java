package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.PerformedAction;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a rule wants done about one role or profile: the step that ends an attempt.
///
/// @param why the reason for the decision, as a sentence for people
/// @param first tasks to bring to their end before anything of this plan is done
/// @param remediations what is written to IAM, in order; empty: nothing is
/// @param additional findings besides those that the remediations report
/// @param memory what is to be remembered
/// @param reaction what follows when an action has an effect that the plan did not count on
/// @param coverage how much the rule judged
/// @param otherwise the decision when others did all of it meanwhile, so that there is nothing to
///   report; null: the decision stands
public record Plan(
        Decision decision,
        String why,
        List<Task> first,
        List<Remediation> remediations,
        List<Finding> additional,
        Memory memory,
        Reaction reaction,
        Coverage coverage,
        @Nullable Verdict otherwise)
        implements Step {

    /// What follows an action.
    @FunctionalInterface
    public interface Reaction {
        /// The step to go on with in place of the plan; null: the plan goes on.
        @Nullable Step to(PerformedAction performed);
    }

    /// A decision and its reason, as a sentence for people.
    public record Verdict(Decision decision, String why) {}

    /// Takes copies.
    public Plan {
        first = List.copyOf(first);
        remediations = List.copyOf(remediations);
        additional = List.copyOf(additional);
    }

    /// Performs actions, and tells these findings with what came of the actions.
    public Plan(Decision decision, String why, List<Action> actions, List<Finding> findings) {
        this(
                decision,
                why,
                List.of(),
                actions.isEmpty() ? List.of() : List.of(Remediation.of(actions, findings)),
                actions.isEmpty() ? findings : List.of(),
                new Memory.Nothing(),
                performed -> null,
                Coverage.COMPLETE,
                null);
    }

    /// Carries remediations out.
    public static Plan of(
            Decision decision,
            String why,
            List<Remediation> remediations,
            List<Finding> findings,
            Coverage coverage) {
        return new Plan(
                decision,
                why,
                List.of(),
                remediations,
                findings,
                new Memory.Nothing(),
                performed -> null,
                coverage,
                null);
    }

    /// Writes nothing.
    public static Plan leave(Decision decision, String why, Finding... findings) {
        return new Plan(decision, why, List.of(), List.of(findings));
    }

    /// The same, remembering this.
    public Plan remembering(Memory other) {
        return new Plan(
                decision,
                why,
                first,
                remediations,
                additional,
                other,
                reaction,
                coverage,
                otherwise);
    }

    /// The same, after these tasks.
    public Plan after(List<Task> tasks) {
        return new Plan(
                decision,
                why,
                tasks,
                remediations,
                additional,
                memory,
                reaction,
                coverage,
                otherwise);
    }

    /// The same, with another reaction to what comes of its actions.
    public Plan reacting(Reaction other) {
        return new Plan(
                decision, why, first, remediations, additional, memory, other, coverage, otherwise);
    }

    /// The same, with another decision where others did all of it meanwhile.
    public Plan unlessDoneByOthers(Decision other, String reason) {
        return new Plan(
                decision,
                why,
                first,
                remediations,
                additional,
                memory,
                reaction,
                coverage,
                new Verdict(other, reason));
    }

    /// All its actions, in order.
    public List<Action> actions() {
        return remediations.stream().flatMap(each -> each.actions().stream()).toList();
    }

    /// All findings, as they are before anything is done.
    public List<Finding> findings() {
        return Stream.concat(
                        additional.stream(),
                        remediations.stream()
                                .flatMap(each ->
                                        each.report().of(Remediation.Done.NOTHING).stream()))
                .toList();
    }

    /// What goes to the ledger before the first write: each finding as it will be, if nobody is
    /// left to say what came of its actions.
    List<Finding> announcement() {
        List<String> all = begun(actions());
        Stream<Finding> known =
                additional.stream().map(each -> each.done().isEmpty() ? each.withDone(all) : each);
        Stream<Finding> expected =
                remediations.stream()
                        .flatMap(each -> each.report().expected(begun(each.actions())).stream());
        return Stream.concat(known, expected).toList();
    }

    private static List<String> begun(List<Action> actions) {
        return actions.stream()
                .map(action ->
                        action.described()
                                + ": begun, then cut short; IAM shows whether it was done")
                .toList();
    }
}
