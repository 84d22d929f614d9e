package dev.profileguard.provision;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.provision.rule.Retirement;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.ObservedProfile;

/// The empty profile that an earlier run of ours may have left for a role that no profile holds.
record Leftover(ProvisionTrigger trigger, Retirement retirement) {
    /// Removes it: one read where there is nothing.
    ///
    /// @param otherwise the decision when there is nothing
    Step removedOr(Decision otherwise, String why) {
        return Step.need(
                new Read.OfProfile(Provisioning.profileOf(trigger.role())),
                found ->
                        found != null && Retirement.isLeftover(found)
                                ? judged(found, Plan.leave(otherwise, why))
                                : Plan.leave(otherwise, why));
    }

    private Step judged(InstanceProfile found, Plan otherwise) {
        return Step.need(
                new Read.OfGuardRecord(found.name()),
                record ->
                        Step.need(
                                new Read.OfProvenance(found.name()),
                                made -> {
                                    ObservedProfile seen = new ObservedProfile(record, found);
                                    Plan plan = retirement.leftover(trigger, seen, made);
                                    return plan == null ? otherwise : plan;
                                }));
    }
}
