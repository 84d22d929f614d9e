package dev.profileguard.provision;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.provision.rule.Retirement;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.ProvenanceRecord;
import org.jspecify.annotations.Nullable;

/// Removes the empty profile that an interrupted run may have left for a role that needs no
/// profile, or none any more.
record Leftover(ProvisionTrigger trigger, Retirement retirement) {
    /// Deletes the profile. Makes one read if there is none.
    ///
    /// @param otherwise the plan if there is no such profile
    Step removedOr(Plan otherwise) {
        return Step.need(
                new Read.OfProfile(Provisioning.profileOf(trigger.role())),
                found ->
                        found != null && Retirement.isLeftover(found)
                                ? Step.need(
                                        new Read.OfProvenance(found.name()),
                                        made -> removedOr(found, made, otherwise))
                                : otherwise);
    }

    /// The same, if a record shows that there may be such a profile. Sweeps keep all records, so
    /// that this costs nothing.
    Step recordedOr(Plan otherwise) {
        return Step.need(
                new Read.OfProvenance(Provisioning.profileOf(trigger.role())),
                made -> made == null ? otherwise : removedOr(otherwise));
    }

    /// Deletes a profile that was read.
    Step removedOr(InstanceProfile found, @Nullable ProvenanceRecord made, Plan otherwise) {
        return Step.need(
                new Read.OfGuardRecord(found.name()),
                record -> {
                    ObservedProfile seen = new ObservedProfile(record, found);
                    Plan plan = retirement.leftover(trigger, seen, made);
                    return plan == null ? otherwise : plan;
                });
    }
}
