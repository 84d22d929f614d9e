package dev.profileguard.provision;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.provision.rule.ProvisionDecision;
import dev.profileguard.provision.rule.ProvisionTrigger;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.provision.rule.Retirement;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.ObservedProfile;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One role whose deletion failed, evaluated by [Retirement].
record RetireTask(
        ProvisionTrigger.DeletionRefused refused, Provisioning provisioning, Retirement rule)
        implements Task {
    @Override
    public String subject() {
        return refused.role().subject();
    }

    @Override
    public String eventId() {
        return refused.call().eventId();
    }

    @Override
    public @Nullable String untouchable() {
        return provisioning.untouchable(refused.role());
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
                : Step.need(
                        Read.OfTime.NOW,
                        now -> rule.decide(refused, role, holders, null, null, now));
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
                                        Read.OfTime.NOW, now -> decide(role, listed, only, now)));
    }

    private Step decide(
            RoleDetail role, InstanceProfile listed, InstanceProfile only, Instant now) {
        List<InstanceProfile> holders = List.of(listed);
        if (!rule.isRetirable(role, only, now)) {
            ObservedProfile seen = new ObservedProfile(GuardRecord.none(only.name()), only);
            return rule.decide(refused, role, holders, seen, null, now);
        }
        return Step.need(
                new Read.OfGuardRecord(only.name()),
                record ->
                        Step.need(
                                new Read.OfProvenance(only.name()),
                                provenance ->
                                        rule.decide(
                                                refused,
                                                role,
                                                holders,
                                                new ObservedProfile(record, only),
                                                provenance,
                                                now)));
    }

    private Step removeLeftoverOr(Decision otherwise, String why) {
        return new Leftover(refused, rule).removedOr(Plan.leave(otherwise, why));
    }

    @Override
    public List<Finding> unfinished(List<PerformedAction> performed, RuntimeException end) {
        return rule.unfinished(refused, performed, String.valueOf(end.getMessage()));
    }
}
