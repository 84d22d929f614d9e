package dev.profileguard.page;

import java.util.List;

/// What a function says about a role or profile.
///
/// @param function such as `ProfileGuard`
/// @param decision such as `tagged`
/// @param why the reason, as a sentence
/// @param actions what it would do, in words
/// @param findings what it reports
/// @param checks the checklist of a node role; empty: it is none
public record PageOutcome(
        String function,
        String decision,
        String why,
        List<String> actions,
        List<PageFinding> findings,
        List<PageCheck> checks) {}
