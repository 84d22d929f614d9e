package dev.profileguard.provision;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.Quota;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.provision.rule.ProvisionDecision;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.provision.rule.ProvisioningFindings;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.ProvenanceRecord;
import dev.profileguard.state.TagRecord;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Prepares a plan of [Provisioning] that creates a profile: adds what is stored before the first
/// write, and what happens when IAM refuses.
record ProfileCreation(
        ProvisionTrigger.Wanted wanted, Provisioning rule, ProvisioningFindings findings) {
    /// The plan for this mode. Without writes, IAM cannot refuse because of the quota, so the quota
    /// is read.
    ///
    /// @param made the record for the profile's name, as it was read; null: there is none
    Step of(Plan plan, RoleDetail role, @Nullable ProvenanceRecord made, Mode mode, Instant now) {
        Plan reacting = plan.reacting(this::reaction);
        boolean creates = plan.actions().stream().anyMatch(Action.CreateProfile.class::isInstance);
        if (mode == Mode.ENFORCE) {
            String id = creates || made == null ? null : made.profileId();
            return remembering(
                    reacting,
                    role,
                    new Memory.Entry.OfProvenance(
                            Provisioning.profileOf(role.name()),
                            made,
                            new ProvenanceRecord(role.role().id(), now, null, id)));
        }
        return creates
                ? Step.need(
                        new Read.OfProfileQuota(),
                        quota -> quota.isReached() ? quotaReached(quota) : reacting)
                : reacting;
    }

    private @Nullable Step reaction(PerformedAction performed) {
        return switch (performed.effect()) {
            case QUOTA_REACHED -> Step.need(new Read.OfProfileQuota(), this::quotaReached);
            case ROLE_GONE ->
                    new Step.LookAgain(
                            "IAM does not show role %s (any more)".formatted(wanted.role()));
            case DONE, ALREADY, WOULD_DO, TAGS_FULL, REJECTED -> null;
        };
    }

    private Plan quotaReached(Quota quota) {
        return Plan.leave(
                ProvisionDecision.QUOTA_REACHED,
                "The account has reached its quota of instance profiles",
                findings.quotaReached(quota));
    }

    /// Stores that the profile is created for the role, and which tags it inherits, so that they
    /// follow the role's tags later.
    private Step remembering(Plan plan, RoleDetail role, Memory.Entry making) {
        if (rule.inheritedBy(role).values().isEmpty()) {
            return plan.remembering(new Memory.BeforeWriting(List.of(making)));
        }
        return Step.need(
                new Read.OfTagRecord(rule.tagRecordOf(role)),
                before ->
                        plan.remembering(
                                new Memory.BeforeWriting(
                                        List.of(
                                                making,
                                                new Memory.Entry.OfTags(
                                                        before, carrying(before, role))))));
    }

    private TagRecord carrying(TagRecord before, RoleDetail role) {
        TagRecord next = before;
        for (var tag : rule.inheritedBy(role).values().entrySet()) {
            next = next.withInherited(tag.getKey(), tag.getValue(), null);
        }
        return next;
    }
}
