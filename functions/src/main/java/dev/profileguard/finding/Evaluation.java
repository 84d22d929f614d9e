package dev.profileguard.finding;

import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Finding.Span;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The result of evaluating a rule for one role or profile, as far as it is reported.
///
/// @param subject such as `instance-profile/prod-web`
/// @param performed the actions for these findings, also those that were not attempted
/// @param conclusive whether open findings that are not in this list are resolved; false if the
///   subject was not evaluated completely
/// @param notEvaluated the kinds whose open findings stay open nevertheless
/// @param intentLogged whether this attempt stored its intents in the intent log (see
///   [dev.profileguard.finding.delivery.FindingRecord#intents()])
public record Evaluation(
        Rule rule,
        String subject,
        List<Finding> findings,
        List<PerformedAction> performed,
        boolean conclusive,
        Set<Kind> notEvaluated,
        boolean intentLogged) {

    /// Takes copies.
    public Evaluation {
        findings = List.copyOf(findings);
        performed = List.copyOf(performed);
        notEvaluated = Set.copyOf(notEvaluated);
    }

    /// All kinds were evaluated, or nothing can be concluded.
    public Evaluation(
            Rule rule,
            String subject,
            List<Finding> findings,
            List<PerformedAction> performed,
            boolean conclusive,
            boolean intentLogged) {
        this(rule, subject, findings, performed, conclusive, Set.of(), intentLogged);
    }

    /// Whether there is no finding to report, none to resolve, and no stored intent to remove.
    public boolean hasNothingToReport() {
        return findings.isEmpty() && !conclusive && !intentLogged;
    }

    /// Whether the problem of a finding persists after this evaluation.
    public boolean staysOpen(Finding finding) {
        return staysOpen(finding, performed);
    }

    /// Whether the problem of a finding persists after these actions.
    public static boolean staysOpen(Finding finding, List<PerformedAction> performed) {
        return switch (finding.kind().span()) {
            case ONCE -> false;
            case UNTIL_RESOLVED -> true;
            case UNTIL_DONE ->
                    performed.isEmpty()
                            || finding.done().isEmpty()
                            || performed.stream().anyMatch(each -> !isFinal(each.effect()));
        };
    }

    private static boolean isFinal(Effect effect) {
        return switch (effect) {
            case DONE, ALREADY -> true;
            case WOULD_DO, ROLE_GONE, TAGS_FULL, QUOTA_REACHED, REJECTED -> false;
        };
    }

    /// Whether these findings replace the stored intents of this attempt. False if the attempt
    /// changed IAM but has no findings, because it failed before it knew the result.
    public boolean replacesIntents() {
        boolean wrote = performed.stream().anyMatch(each -> each.effect() == Effect.DONE);
        return intentLogged && !(wrote && findings.isEmpty());
    }

    /// Whether these findings include the finding of a stored intent: the same kind, and the same
    /// event unless the kind stays open until it is resolved.
    public boolean includes(Finding intent) {
        return findings.stream()
                .filter(each -> each.kind() == intent.kind())
                .anyMatch(each ->
                        each.kind().span() == Span.UNTIL_RESOLVED
                                || each.eventId().equals(intent.eventId()));
    }

    /// The kinds of the findings, and those that were not evaluated.
    public Set<Kind> unresolved() {
        Set<Kind> kinds = new HashSet<>(notEvaluated);
        findings.forEach(each -> kinds.add(each.kind()));
        return kinds;
    }
}
