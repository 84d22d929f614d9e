package dev.profileguard.noderole.rule;

import dev.profileguard.event.Actor;
import dev.profileguard.event.Call;
import dev.profileguard.finding.Commands;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.RoleName;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.state.repair.Breaker;
import dev.profileguard.state.repair.Repair;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What people read about a node role.
///
/// @param call the call that pointed to the role
/// @param changed the names of the policies that the call changed
public record NodeRoleFindings(Call call, Set<String> changed) {
    private static final String HOW_TO_KEEP =
            "If this was meant: let a principal in TrustedPrincipals do it, or add the role to"
                    + " ExemptNames";

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

    /// The repair, and the finding about it. It names who caused the problem if CloudTrail shows
    /// that. As long as nothing is written, it has the commands to do it by hand.
    public Remediation remediation(String subject, NodeRepair repair) {
        return new Remediation(
                List.of(repair.action()),
                done ->
                        of(subject, repair.check()).stream()
                                .map(each -> by(repair, each))
                                .map(each -> after(each, done.own()))
                                .toList(),
                null);
    }

    private static Finding by(NodeRepair repair, Finding finding) {
        Call by = repair.by();
        return by == null
                ? finding
                : by.finding(
                        finding.kind(),
                        finding.subject(),
                        repair.check().sentence(),
                        List.of(),
                        finding.todo());
    }

    private static Finding after(Finding finding, List<PerformedAction> performed) {
        List<String> todo = new ArrayList<>();
        performed.forEach(each -> todo.addAll(afterRejection(each)));
        boolean isDone =
                !performed.isEmpty()
                        && performed.stream().allMatch(each -> each.effect() == Effect.DONE);
        if (!isDone) {
            todo.addAll(finding.todo());
        }
        todo.add(HOW_TO_KEEP);
        return new Finding(
                finding.kind(),
                finding.subject(),
                finding.account(),
                finding.actor(),
                finding.cause(),
                performed.stream().map(PerformedAction::described).toList(),
                todo,
                finding.eventId());
    }

    private static List<String> afterRejection(PerformedAction performed) {
        if (performed.effect() != Effect.REJECTED) {
            return List.of();
        }
        return List.of(
                String.valueOf(performed.reason()).contains("quota")
                        ? "Remove what the role does not need, or have its quota raised in Service"
                                + " Quotas"
                        : "IAM does not accept the repair: change first what its error names");
    }

    /// The problem and who caused it, in words, as repairs are stored.
    public String undone(NodeRepair repair) {
        Call by = repair.by();
        return by == null
                ? repair.check().text()
                : "%s (%s at %s)".formatted(by.actor().described(), by.operation(), by.time());
    }

    /// The finding that replaces a repair.
    public Finding breakerOpen(RoleName role, List<Repair> repairs, Breaker breaker, Instant now) {
        String undone =
                breaker.within(repairs, now).stream()
                        .map(Repair::undone)
                        .distinct()
                        .collect(Collectors.joining("; "));
        return noticed(
                        Finding.Kind.NODE_BREAKER_OPEN,
                        role.subject(),
                        "somebody keeps changing the role, or IAM accepts no repair: %d were tried within %d minutes. They were about: %s"
                                .formatted(
                                        breaker.within(repairs, now).size(),
                                        breaker.window().toMinutes(),
                                        undone),
                        List.of(
                                "Find out who keeps changing the role, and make that tool set the"
                                        + " right trust policy and policies",
                                "Then evaluate it again: " + Commands.sweep(role)))
                .withDone(
                        List.of(
                                "did not change the role: nothing is repaired until "
                                        + breaker.closesAt(repairs, now)));
    }
}
