package dev.profileguard.provision;

import dev.profileguard.iam.EventualConsistency;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.provision.rule.ProvisionDecision;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.provision.rule.Retirement;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.state.ProvenanceRecord;

/// One role that was deleted after it was removed from its profile, as Terraform and clean-up
/// scripts do. Deletes the profile if ProfileProvisioner created it. Without a record, nothing else
/// is read. If ProfileProvisioner deleted the profile for the role's deletion, [RetireTask]
/// completes that.
record TidyTask(
        ProvisionTrigger.RoleDeleted deleted, Provisioning provisioning, Retirement retirement)
        implements RoleTask {
    @Override
    public ProvisionTrigger trigger() {
        return deleted;
    }

    @Override
    public Decision decisionAfterError() {
        return ProvisionDecision.RETIRE;
    }

    @Override
    public Step begin(Attempt attempt) {
        return Step.need(
                new Read.OfProvenance(Provisioning.profileOf(deleted.role())),
                made ->
                        made == null || made.retired() != null
                                ? nothing()
                                : new Due(deleted.role(), provisioning.dueAt(deleted))
                                        .then(() -> whenDue(made)));
    }

    private Step whenDue(ProvenanceRecord made) {
        return Step.need(
                new Read.OfRole(deleted.role()),
                role ->
                        role == null
                                ? new Leftover(deleted, retirement).removedOr(made, nothing())
                                : Step.need(
                                        Read.OfTime.NOW,
                                        now ->
                                                isStale(role)
                                                                && EventualConsistency.mayHide(
                                                                        deleted.call().time(), now)
                                                        ? new Step.LookAgain(
                                                                "IAM still shows role "
                                                                        + role.name())
                                                        : createdAgain()));
    }

    private boolean isStale(RoleDetail role) {
        return !role.created().isAfter(deleted.call().time());
    }

    private Plan createdAgain() {
        return Plan.leave(
                ProvisionDecision.NOT_BLOCKED,
                "Role %s was created again".formatted(deleted.role()));
    }

    private Plan nothing() {
        return Plan.leave(
                ProvisionDecision.ROLE_GONE,
                "Role %s was deleted, and there is no empty profile that ProfileProvisioner created for it"
                        .formatted(deleted.role()));
    }
}
