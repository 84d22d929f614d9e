package dev.profileguard.page;

import java.util.List;

/// What a function says about a role or profile: a line of the report of a sweep.
///
/// @param function such as `ProfileGuard`
/// @param subject such as `instance-profile/web`
/// @param decision such as `tagged`
/// @param why the reason, as a sentence
/// @param actions in order
/// @param findings what it reports
/// @param checks the checklist of a node role; empty: it is none
/// @param state after the performed actions, and before those that are only planned
public record PageLine(
        String function,
        String subject,
        String decision,
        String why,
        List<PageAction> actions,
        List<PageFinding> findings,
        List<PageCheck> checks,
        PageState state) {
    private static final String FAILED = "failed";

    /// The same with a state.
    public PageLine in(PageState other) {
        return new PageLine(function, subject, decision, why, actions, findings, checks, other);
    }

    /// Whether a page shows it.
    public boolean matters() {
        return !actions.isEmpty()
                || !findings.isEmpty()
                || !checks.isEmpty()
                || decision.equals(FAILED);
    }
}
