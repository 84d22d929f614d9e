package dev.profileguard.sweep.page;

import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Rule;
import dev.profileguard.page.PageCheck;
import dev.profileguard.page.PageFinding;
import dev.profileguard.page.PageLine;
import dev.profileguard.page.PageState;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.sweep.result.ReportedAction;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An outcome of a sweep as a page shows it.
public final class PagedOutcome {
    private PagedOutcome() {}

    /// The line of a page, without the state of its subject.
    ///
    /// @param rule the rule's name in requests, such as `guard`
    /// @param subject of the outcome
    public static PageLine of(String rule, String subject, Outcome outcome) {
        return new PageLine(
                Rule.inSweeps(rule).text(),
                subject,
                outcome.decision().text(),
                outcome.why(),
                outcome.actions().stream().map(each -> ReportedAction.of(each).page()).toList(),
                outcome.findings().stream().map(PagedOutcome::finding).toList(),
                checks(outcome.details().get("checks")),
                PageState.UNKNOWN);
    }

    private static List<PageCheck> checks(@Nullable Object checks) {
        return checks instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(each -> check((Map<?, ?>) each))
                        .toList()
                : List.of();
    }

    private static PageCheck check(Map<?, ?> check) {
        return new PageCheck(
                String.valueOf(check.get("topic")),
                String.valueOf(check.get("result")),
                String.valueOf(check.get("text")));
    }

    private static PageFinding finding(Finding finding) {
        return new PageFinding(
                finding.kind().text(),
                finding.kind().severity().text(),
                finding.cause(),
                finding.todo());
    }
}
