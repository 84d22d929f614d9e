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

/// Removes the empty profile that an interrupted run may have left for a role that is in no
/// profile.
record Leftover(ProvisionTrigger trigger, Retirement retirement) {
    /// Deletes the profile. Makes one read if there is none.
    ///
    /// @param otherwise the decision if there is no such profile
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
                                provenance -> {
                                    ObservedProfile seen = new ObservedProfile(record, found);
                                    Plan plan = retirement.leftover(trigger, seen, provenance);
                                    return plan == null ? otherwise : plan;
                                }));
    }
}
