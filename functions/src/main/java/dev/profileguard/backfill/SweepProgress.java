package dev.profileguard.backfill;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Subject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// What an invocation of a sweep evaluated so far, by [PlanItem#key].
///
/// Not thread-safe.
final class SweepProgress {
    /// After so many evaluations that changed something, a rule does not change a subject any more.
    private static final int MOST_CHANGES = 3;

    private final Map<String, List<Finding>> evaluated = new HashMap<>();
    private final Map<String, Integer> changes = new HashMap<>();
    private final Set<String> failed = new HashSet<>();
    private final Set<String> settled = new HashSet<>();
    private boolean endless;

    /// Whether the rule has to be evaluated for the subject: not again after it failed, or if
    /// nothing changed since.
    boolean mayEvaluate(String key) {
        return !failed.contains(key) && !settled.contains(key);
    }

    /// Notes that this invocation evaluates the rule for the subject.
    void markSettled(String key) {
        settled.add(key);
    }

    /// Notes that a change affects the evaluation of the rule for the subject.
    void markAffected(String key) {
        settled.remove(key);
    }

    /// Lets no rule change a subject that comes again.
    void endFights() {
        endless = true;
    }

    /// Notes that the rule was evaluated for the subject, perhaps by an earlier invocation.
    void markEvaluated(String key) {
        evaluated.putIfAbsent(key, List.of());
    }

    /// Notes that the rule failed for the subject.
    void markFailed(String key) {
        failed.add(key);
    }

    /// Whether the rule failed for the subject.
    boolean hasFailed(String key) {
        return failed.contains(key);
    }

    /// Notes that the rule changed something for the subject.
    void countChange(String key) {
        changes.merge(key, 1, Integer::sum);
    }

    /// Whether the rule changed the subject so often that another rule must have undone it each
    /// time.
    boolean isFight(String key) {
        return changes.getOrDefault(key, 0) >= MOST_CHANGES
                || (endless && evaluated.containsKey(key));
    }

    /// Keeps the findings of an evaluation.
    ///
    /// @return whether they tell something that the earlier evaluations of this sweep did not
    boolean isNew(String key, List<Finding> findings) {
        List<Finding> before = evaluated.put(key, findings);
        return before == null || !before.containsAll(findings);
    }

    /// The roles that got no profile because of the account's quota.
    Set<Subject> overQuota() {
        return evaluated.values().stream()
                .flatMap(List::stream)
                .filter(finding -> finding.kind() == Finding.Kind.PROFILE_QUOTA_REACHED)
                .map(finding -> Subject.parse(finding.subject()))
                .collect(Collectors.toSet());
    }
}
