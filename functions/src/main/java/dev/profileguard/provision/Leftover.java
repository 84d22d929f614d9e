package dev.profileguard.provision;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.provision.rule.Origin;
import dev.profileguard.provision.rule.ProvisionDecision;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.provision.rule.Retirement;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.ProvenanceRecord;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Removes the empty profile of a role that needs no profile, or none any more: an interrupted run
/// may have left it, or somebody took the role out and deleted it.
record Leftover(ProvisionTrigger trigger, Retirement retirement) {
    /// Deletes the profile. Makes one read if there is none.
    ///
    /// @param otherwise the plan if there is no such profile
    Step removedOr(Plan otherwise) {
        return Step.need(
                new Read.OfProfile(Provisioning.profileOf(trigger.role())),
                found ->
                        found != null && found.role() == null
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
                made -> made == null ? otherwise : removedOr(made, otherwise));
    }

    /// The same with a record that was read.
    Step removedOr(ProvenanceRecord made, Plan otherwise) {
        return Step.need(
                new Read.OfProfile(Provisioning.profileOf(trigger.role())),
                found ->
                        found != null && found.role() == null
                                ? removedOr(found, made, otherwise)
                                : otherwise);
    }

    /// Deletes a profile that was read, if ProfileProvisioner created it.
    Step removedOr(InstanceProfile found, @Nullable ProvenanceRecord made, Plan otherwise) {
        return Origin.of(
                found,
                made,
                retirement.own(),
                origin ->
                        switch (origin) {
                            case Origin.Ours ours -> removed(found);
                            case Origin.Others others -> otherwise;
                            case Origin.Unclear(String why) ->
                                    Plan.leave(ProvisionDecision.NOT_YET, why);
                            case Origin.Unproven(String why) ->
                                    retirement.unproven(trigger, found, otherwise, why);
                        });
    }

    private Step removed(InstanceProfile found) {
        return Step.need(
                new Read.OfGuardRecord(found.name()),
                record -> unlessUsed(found, retirement.leftover(trigger, found, record)));
    }

    /// EC2 is asked only if the profile would be deleted.
    private Step unlessUsed(InstanceProfile found, Plan plan) {
        return plan.actions().isEmpty()
                ? plan
                : Step.need(
                        new Read.OfProfileUse(Set.of(found.name().value())),
                        use -> {
                            Plan used = retirement.leftoverInUse(trigger, found, use);
                            return used == null ? plan : used;
                        });
    }
}
