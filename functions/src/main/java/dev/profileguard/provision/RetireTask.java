package dev.profileguard.provision;

import dev.profileguard.iam.InstanceProfile;
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

/// One role that could not be deleted, for [Retirement] to judge.
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
    public Decision whenCutShort() {
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
                                        "Role %s is gone".formatted(refused.role()))
                                : judge(role));
    }

    private Step judge(RoleDetail role) {
        Plan settled = rule.aboutRole(refused, role);
        return settled == null
                ? Step.need(new Read.OfProfilesWith(role.name()), holders -> judge(role, holders))
                : settled;
    }

    private Step judge(RoleDetail role, List<InstanceProfile> holders) {
        if (holders.isEmpty()) {
            return removeLeftoverOr(
                    ProvisionDecision.NOT_BLOCKED, "No profile holds %s".formatted(role.name()));
        }
        return holders.size() == 1
                ? look(role, holders.getFirst())
                : Step.need(
                        Read.OfTime.NOW,
                        now -> rule.decide(refused, role, holders, null, null, now));
    }

    /// The list has no tags. What is remembered of the profile is read only where it matters.
    private Step look(RoleDetail role, InstanceProfile listed) {
        return Step.need(
                new Read.OfProfile(listed.name()),
                only ->
                        only == null || !only.holds(role.name())
                                ? new Step.LookAgain(
                                        "%s holds %s no longer"
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
                                made ->
                                        rule.decide(
                                                refused,
                                                role,
                                                holders,
                                                new ObservedProfile(record, only),
                                                made,
                                                now)));
    }

    private Step removeLeftoverOr(Decision otherwise, String why) {
        return new Leftover(refused, rule).removedOr(otherwise, why);
    }
}
