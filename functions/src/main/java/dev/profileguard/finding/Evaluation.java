package dev.profileguard.finding;

import dev.profileguard.finding.Finding.Kind;
import dev.profileguard.finding.Finding.Span;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What came of a rule's look at one role or profile, as far as people are told of it.
///
/// @param subject such as `instance-profile/prod-web`
/// @param performed what was done about the findings, or would have been
/// @param conclusive whether what is not among the findings is not so: not where nothing was looked
///   at, or not all
/// @param announced whether this very attempt had begun its findings in the
///   [dev.profileguard.finding.delivery.FindingRecord]
public record Evaluation(
        Rule rule,
        String subject,
        List<Finding> findings,
        List<PerformedAction> performed,
        boolean conclusive,
        boolean announced) {

    /// Takes copies.
    public Evaluation {
        findings = List.copyOf(findings);
        performed = List.copyOf(performed);
    }

    /// Whether there is nothing to be said, nothing that could be over, and nothing announced.
    public boolean isMute() {
        return findings.isEmpty() && !conclusive && !announced;
    }

    /// Whether it goes on being so.
    public boolean lasts(Finding finding) {
        return lasts(finding, performed);
    }

    /// Whether it goes on being so, once these actions were performed.
    public static boolean lasts(Finding finding, List<PerformedAction> performed) {
        return switch (finding.kind().span()) {
            case ONCE -> false;
            case UNTIL_RESOLVED -> true;
            case UNTIL_DONE ->
                    performed.isEmpty()
                            || performed.stream().anyMatch(each -> !isOver(each.effect()));
        };
    }

    private static boolean isOver(Effect effect) {
        return switch (effect) {
            case DONE, ALREADY -> true;
            case WOULD_DO, ROLE_GONE, TAGS_FULL, QUOTA_REACHED -> false;
        };
    }

    /// Whether the findings say all about what this attempt did, and replace what it had begun: not
    /// where it wrote, and was kept from finding out what came of it.
    public boolean saysAll() {
        boolean wrote = performed.stream().anyMatch(each -> each.effect() == Effect.DONE);
        return announced && !(wrote && findings.isEmpty());
    }

    /// Whether its findings tell of a finding, too, that was begun earlier: the same event's, or
    /// the same lasting matter.
    public boolean tells(Finding begun) {
        return findings.stream()
                .filter(each -> each.kind() == begun.kind())
                .anyMatch(each ->
                        each.kind().span() == Span.UNTIL_RESOLVED
                                || each.eventId().equals(begun.eventId()));
    }

    public Set<Kind> kinds() {
        return findings.stream().map(Finding::kind).collect(Collectors.toSet());
    }
}
