package dev.profileguard.provision;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.provision.rule.Origin;
import dev.profileguard.provision.rule.ProvisionDecision;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.provision.rule.Retirement;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.ProvenanceRecord;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// One role whose deletion failed, evaluated by [Retirement].
record RetireTask(
        ProvisionTrigger.DeletionRefused refused, Provisioning provisioning, Retirement rule)
        implements RoleTask {
    @Override
    public ProvisionTrigger trigger() {
        return refused;
    }

    @Override
    public Decision decisionAfterError() {
        return ProvisionDecision.RETIRE;
    }

    @Override
    public Step begin(Attempt attempt) {
        return Step.need(
                new Read.OfRole(refused.role()),
                role ->
                        role == null
                                ? removeLeftoverOr(
                                        ProvisionDecision.ROLE_GONE,
                                        "Role %s no longer exists".formatted(refused.role()))
                                : evaluate(role));
    }

    private Step evaluate(RoleDetail role) {
        Plan settled = rule.decideFromRole(refused, role);
        return settled == null
                ? Step.need(
                        new Read.OfProfilesWith(role.name()), holders -> evaluate(role, holders))
                : settled;
    }

    private Step evaluate(RoleDetail role, List<InstanceProfile> holders) {
        if (holders.isEmpty()) {
            return removeLeftoverOr(
                    ProvisionDecision.NOT_BLOCKED, "%s is in no profile".formatted(role.name()));
        }
        return holders.size() == 1
                ? evaluate(role, holders.getFirst())
                : rule.blocked(
                        refused, role, holders, "%d profiles contain it".formatted(holders.size()));
    }

    /// Reads the profile, because IAM's list contains no tags. Its records are read only if they
    /// matter.
    private Step evaluate(RoleDetail role, InstanceProfile listed) {
        return Step.need(
                new Read.OfProfile(listed.name()),
                only ->
                        only == null || !only.holds(role.name())
                                ? new Step.LookAgain(
                                        "%s no longer contains %s"
                                                .formatted(listed.name(), role.name()))
                                : Step.need(
                                        new Read.OfProvenance(only.name()),
                                        made ->
                                                Origin.of(
                                                        only,
                                                        made,
                                                        rule.own(),
                                                        origin -> evaluate(role, only, origin))));
    }

    private Step evaluate(RoleDetail role, InstanceProfile only, Origin origin) {
        return switch (origin) {
            case Origin.Ours(ProvenanceRecord record) ->
                    Step.need(Read.OfTime.NOW, now -> evaluate(role, only, record, now));
            case Origin.Unclear(String why) -> Plan.leave(ProvisionDecision.NOT_YET, why);
            case Origin.Others(String why) -> rule.blocked(refused, role, List.of(only), why);
            case Origin.Unproven(String why) -> rule.blocked(refused, role, List.of(only), why);
        };
    }

    private Step evaluate(
            RoleDetail role, InstanceProfile only, ProvenanceRecord record, Instant now) {
        Plan settled = rule.decideFromRecord(refused, role, only, record, now);
        return settled == null
                ? Step.need(
                        new Read.OfGuardRecord(only.name()),
                        guard ->
                                unlessUsed(
                                        role,
                                        only,
                                        rule.decide(refused, role, only, guard, record, now)))
                : settled;
    }

    /// EC2 is asked only if the profile would be deleted.
    private Step unlessUsed(RoleDetail role, InstanceProfile only, Plan plan) {
        return plan.actions().isEmpty()
                ? plan
                : Step.need(
                        new Read.OfProfileUse(Set.of(only.name().value())),
                        use -> {
                            Plan used = rule.inUse(refused, role, only, use);
                            return used == null ? plan : used;
                        });
    }

    private Step removeLeftoverOr(Decision otherwise, String why) {
        return new Leftover(refused, rule).removedOr(Plan.leave(otherwise, why));
    }

    @Override
    public List<Finding> unfinished(List<PerformedAction> performed, RuntimeException end) {
        return rule.unfinished(refused, performed, String.valueOf(end.getMessage()));
    }
}
