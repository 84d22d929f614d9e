package dev.profileguard.noderole.rule;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.finding.Finding;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/// What people read about a node role.
///
/// @param call the call that pointed to the role
/// @param changed the names of the policies that the call changed
public record NodeRoleFindings(Call call, Set<String> changed) {
    /// The findings about these answers. A finding names who made the call only if the call changed
    /// what is wrong.
    public List<Finding> of(String subject, List<Check> checks) {
        return checks.stream().flatMap(check -> of(subject, check).stream()).toList();
    }

    private List<Finding> of(String subject, Check check) {
        Check.Problem problem = check.problem();
        if (problem == null) {
            return List.of();
        }
        return List.of(
                Collections.disjoint(problem.policies(), changed)
                        ? noticed(problem.kind(), subject, check.sentence(), problem.todo())
                        : call.finding(
                                problem.kind(),
                                subject,
                                check.sentence(),
                                List.of(),
                                problem.todo()));
    }

    /// A finding about what somebody unknown did at an unknown time.
    Finding noticed(Finding.Kind kind, String subject, String cause, List<String> todo) {
        return call.actor() instanceof Actor.Unattributed
                ? call.finding(kind, subject, cause, List.of(), todo)
                : call.noticed(kind, subject, cause, todo);
    }
}
