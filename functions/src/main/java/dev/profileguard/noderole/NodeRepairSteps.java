package dev.profileguard.noderole;

import dev.profileguard.event.Actor;
import dev.profileguard.event.CloudTrailEvent;
import dev.profileguard.finding.Finding;
import dev.profileguard.iam.RoleName;
import dev.profileguard.noderole.rule.Check;
import dev.profileguard.noderole.rule.NodeRepair;
import dev.profileguard.noderole.rule.NodeRepairs;
import dev.profileguard.noderole.rule.NodeRoleDecision;
import dev.profileguard.noderole.rule.NodeRoleFindings;
import dev.profileguard.noderole.rule.RoleCall;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.repair.Breaker;
import dev.profileguard.state.repair.Repair;
import dev.profileguard.state.repair.RepairRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The steps from the problems of a node role to their repair.
///
/// @param checks the answers about the node role
/// @param unrepaired the plan without repairs
/// @param limits the settings of repairs
record NodeRepairSteps(
        NodeRepairs repairs, NodeRoleRule.Repairs limits, List<Check> checks, Plan unrepaired) {
    /// Asks CloudTrail which calls changed the role. It compares names by their capitalization, so
    /// the name is looked up as IAM spells it and as the event spells it.
    Step begin() {
        Set<String> names =
                new LinkedHashSet<>(List.of(name().value(), repairs.change().role().value()));
        return Step.need(Read.OfTime.NOW, now -> recorded(List.copyOf(names), List.of(), now));
    }

    private RoleName name() {
        return repairs.node().role().name();
    }

    private Step recorded(List<String> names, List<CloudTrailEvent> known, Instant now) {
        return names.isEmpty()
                ? decide(RecordedRoleCalls.of(repairs.node().role(), known), now)
                : Step.need(
                        new Read.OfHistory(names.getFirst(), Instant.EPOCH),
                        answer ->
                                switch (answer) {
                                    case Read.History.Unavailable(String why) -> unknown(why, now);
                                    case Read.History.Known(List<CloudTrailEvent> calls) -> {
                                        List<CloudTrailEvent> all = new ArrayList<>(known);
                                        all.addAll(calls);
                                        yield recorded(names.subList(1, names.size()), all, now);
                                    }
                                });
    }

    private Step decide(List<RoleCall> recorded, Instant now) {
        List<NodeRepair> planned = repairs.of(checks, recorded);
        if (planned.isEmpty()) {
            return limits.awaited() && repairs.mayBeRecordedLater(checks, recorded, now)
                    ? later("CloudTrail does not show yet who changed role %s".formatted(name()))
                    : unrepaired;
        }
        return Step.need(
                new Read.OfRepairs(name().subject()), record -> repair(planned, record, now));
    }

    private boolean isEvent() {
        return !(repairs.change().call().actor() instanceof Actor.Unattributed);
    }

    /// A recent event comes again. After that, a sweep asks again.
    private Plan unknown(String error, Instant now) {
        String why = "CloudTrail does not show who changed role %s: %s".formatted(name(), error);
        Instant last = repairs.change().call().time().plus(CloudTrailEvent.DELAY);
        return limits.awaited() && isEvent() && last.isAfter(now)
                ? later(why)
                : Plan.of(
                                unrepaired.decision(),
                                "%s. %s".formatted(unrepaired.why(), why),
                                List.of(),
                                unrepaired.additional(),
                                unrepaired.coverage())
                        .showing(unrepaired.facts());
    }

    private Plan later(String why) {
        return new Plan(NodeRoleDecision.NOT_YET, why, List.of(), unrepaired.additional())
                .showing(unrepaired.facts());
    }

    private Step repair(List<NodeRepair> planned, RepairRecord record, Instant now) {
        NodeRoleFindings findings =
                new NodeRoleFindings(repairs.change().call(), repairs.change().policies());
        Breaker breaker = limits.breaker();
        if (breaker.isOpen(record.repairs(), now)) {
            List<Finding> all = new ArrayList<>(unrepaired.additional());
            all.add(findings.breakerOpen(name(), record.repairs(), breaker, now));
            return new Plan(
                            Decision.Common.BREAKER_OPEN,
                            "%d repairs within %d minutes: somebody keeps changing role %s"
                                    .formatted(
                                            breaker.reverts(),
                                            breaker.window().toMinutes(),
                                            name()),
                            List.of(),
                            all)
                    .showing(unrepaired.facts());
        }
        Repair repair =
                new Repair(
                        now,
                        repairs.change().call().eventId(),
                        String.join(
                                "; ",
                                planned.stream().map(each -> findings.undone(each)).toList()));
        List<Check> left = new ArrayList<>(checks);
        left.removeAll(planned.stream().map(NodeRepair::check).toList());
        return Plan.of(
                        NodeRoleDecision.REPAIRED,
                        unrepaired.why(),
                        planned.stream()
                                .map(each -> findings.remediation(name().subject(), each))
                                .toList(),
                        findings.of(name().subject(), left),
                        unrepaired.coverage())
                .showing(unrepaired.facts())
                .remembering(
                        new Memory.BeforeWriting(
                                List.of(new Memory.Entry.OfRepairs(record, record.with(repair)))));
    }
}
