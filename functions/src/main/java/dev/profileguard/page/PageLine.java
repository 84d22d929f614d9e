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
/// @param state after the performed actions, and before those that are only planned
public record PageLine(
        String function,
        String subject,
        String decision,
        String why,
        List<PageAction> actions,
        List<PageFinding> findings,
        PageState state) {
    private static final String FAILED = "failed";

    /// Whether a page shows it.
    public boolean matters() {
        return matters(decision, !actions.isEmpty(), !findings.isEmpty());
    }

    /// Whether a page shows an outcome with this decision.
    public static boolean matters(String decision, boolean hasActions, boolean hasFindings) {
        return hasActions || hasFindings || decision.equals(FAILED);
    }
}
