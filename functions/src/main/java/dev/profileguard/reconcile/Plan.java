package dev.profileguard.reconcile;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.PerformedAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a rule wants to be done about one role or profile. It is the last step of an attempt.
///
/// @param why the reason for the decision, as a sentence for people
/// @param prerequisites tasks that must be complete before this plan starts
/// @param remediations the writes to IAM, in order; empty: none
/// @param additional findings that do not belong to a remediation
/// @param memory what is stored
/// @param reaction the next step after an action with an unexpected effect
/// @param coverage how much the rule evaluated
/// @param doneByOthers the decision if somebody else did everything in the meantime, so that
///   nothing is reported; null: the decision stays
/// @param facts more values for people, by their JSON key
public record Plan(
        Decision decision,
        String why,
        List<Task> prerequisites,
        List<Remediation> remediations,
        List<Finding> additional,
        Memory memory,
        Reaction reaction,
        Coverage coverage,
        @Nullable Verdict doneByOthers,
        Map<String, Object> facts)
        implements Step {

    /// Chooses the next step after an action.
    @FunctionalInterface
    public interface Reaction {
        /// The step that replaces the plan; null: the plan continues.
        @Nullable Step to(PerformedAction performed);
    }

    /// A decision and its reason, as a sentence for people.
    public record Verdict(Decision decision, String why) {}

    /// Takes copies.
    public Plan {
        prerequisites = List.copyOf(prerequisites);
        remediations = List.copyOf(remediations);
        additional = List.copyOf(additional);
        facts = Map.copyOf(facts);
    }

    /// Performs actions, and reports these findings with the effects of the actions.
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
                null,
                Map.of());
    }

    /// Performs remediations.
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
                null,
                Map.of());
    }

    /// Writes nothing to IAM.
    public static Plan leave(Decision decision, String why, Finding... findings) {
        return new Plan(decision, why, List.of(), List.of(findings));
    }

    /// The same plan with something to store.
    public Plan remembering(Memory other) {
        return new Plan(
                decision,
                why,
                prerequisites,
                remediations,
                additional,
                other,
                reaction,
                coverage,
                doneByOthers,
                facts);
    }

    /// The same plan after these tasks.
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
                doneByOthers,
                facts);
    }

    /// The same plan with another reaction.
    public Plan reacting(Reaction other) {
        return new Plan(
                decision,
                why,
                prerequisites,
                remediations,
                additional,
                memory,
                other,
                coverage,
                doneByOthers,
                facts);
    }

    /// The same plan with a decision for the case that somebody else did everything in the
    /// meantime.
    public Plan ifDoneByOthers(Decision other, String reason) {
        return new Plan(
                decision,
                why,
                prerequisites,
                remediations,
                additional,
                memory,
                reaction,
                coverage,
                new Verdict(other, reason),
                facts);
    }

    /// The same plan with more values for people.
    public Plan showing(Map<String, Object> other) {
        return new Plan(
                decision,
                why,
                prerequisites,
                remediations,
                additional,
                memory,
                reaction,
                coverage,
                doneByOthers,
                other);
    }

    /// All its actions, in order.
    public List<Action> actions() {
        return remediations.stream().flatMap(each -> each.actions().stream()).toList();
    }

    /// All findings, as they are before the actions.
    public List<Finding> findings() {
        return Stream.concat(
                        additional.stream(),
                        remediations.stream()
                                .flatMap(each ->
                                        each.report().of(Remediation.Done.NOTHING).stream()))
                .toList();
    }

    /// The findings that are stored in the ledger before the first write. Their text is for the
    /// case that the function is killed before it can report the effects.
    List<Finding> intents() {
        List<Finding> intents = new ArrayList<>(Finding.withDone(additional, started(actions())));
        for (Remediation each : remediations) {
            intents.addAll(each.report().expected(started(each.actions())));
        }
        return intents;
    }

    private static List<String> started(List<Action> actions) {
        return actions.stream()
                .map(action ->
                        action.described()
                                + ": started, then interrupted; check in IAM whether it was done")
                .toList();
    }
}
