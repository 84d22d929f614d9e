package dev.profileguard.provision;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.iam.trust.TrustPolicy;
import dev.profileguard.provision.rule.Origin;
import dev.profileguard.provision.rule.ProvisionDecision;
import dev.profileguard.provision.rule.Provisioning;
import dev.profileguard.provision.rule.ProvisioningFindings;
import dev.profileguard.provision.rule.RoleProfiles;
import dev.profileguard.reconcile.Mode;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Read;
import dev.profileguard.reconcile.Step;
import dev.profileguard.reconcile.Task;
import dev.profileguard.reconcile.gate.AdditionGate;
import dev.profileguard.reconcile.gate.UseRefusal;
import dev.profileguard.state.ProvenanceRecord;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The steps for a role that should have a profile: reads its profiles as far as they matter, and
/// decides.
record ProfileSteps(
        ProvisionTask task, RoleDetail role, TrustPolicy.Answer trust, Task.Attempt attempt) {
    /// The first step.
    Step first() {
        return Step.need(
                new Read.OfProfilesWith(role.name()),
                holders ->
                        holders.isEmpty()
                                ? Step.need(
                                        new Read.OfProvenance(profile()),
                                        made ->
                                                withRecord(
                                                        made != null && task.isRequested()
                                                                ? made.notRetired()
                                                                : made))
                                : decide(new RoleProfiles(holders, null, null, null)));
    }

    private ProfileName profile() {
        return Provisioning.profileOf(role.name());
    }

    /// CreateInstanceProfile fails if there is a profile with the role's name, so usually no read
    /// is necessary. The profile is read if the mode does not write, an earlier attempt tried to
    /// write, the creator must be looked up in a sweep, or ProfileProvisioner created a profile of
    /// this name before.
    private Step withRecord(@Nullable ProvenanceRecord made) {
        boolean creationDetects =
                made == null
                        && switch (task.lookup()) {
                            case NONE, EDITED, PLANNED, PLANNED_DONE -> true;
                            case DONE, OPTIONAL, REQUIRED -> false;
                        }
                        && attempt.mode() == Mode.ENFORCE
                        && attempt.writes() == Task.Writes.NONE;
        return creationDetects
                ? withBaseline(new RoleProfiles(List.of(), null, null, null))
                : Step.need(
                        new Read.OfProfile(profile()),
                        sameName -> withOrigin(new RoleProfiles(List.of(), sameName, made, null)));
    }

    /// Who created an empty profile is looked up if the record has no ID of it.
    private Step withOrigin(RoleProfiles profiles) {
        InstanceProfile sameName = profiles.sameName();
        ProvenanceRecord made = profiles.made();
        if (sameName == null || sameName.role() != null || made == null) {
            return withBaseline(profiles);
        }
        return Origin.of(
                sameName,
                made,
                task.retirement().own(),
                origin ->
                        switch (origin) {
                            case Origin.Ours(ProvenanceRecord record) ->
                                    withBaseline(profiles.madeAs(record));
                            case Origin.Others others -> withBaseline(profiles);
                            case Origin.Unclear(String why) ->
                                    Plan.leave(ProvisionDecision.NOT_YET, why);
                            case Origin.Unproven(String why) ->
                                    Plan.leave(
                                            ProvisionDecision.NAME_TAKEN,
                                            why,
                                            findings().unproven(sameName, why));
                        });
    }

    private ProvisioningFindings findings() {
        return new ProvisioningFindings(task.wanted(), role.name(), trust);
    }

    /// A profile is created or finished only as ProfileGuard wants it.
    private Step withBaseline(RoleProfiles profiles) {
        return profiles.sameName() == null || profiles.isUnfinished()
                ? Step.need(
                        new Read.OfGuardRecord(profile()),
                        record -> decide(profiles.guardedBy(record.baseline())))
                : decide(profiles);
    }

    private Step decide(RoleProfiles profiles) {
        return Step.need(Read.OfTime.NOW, now -> decide(profiles, now));
    }

    private Step decide(RoleProfiles profiles, Instant now) {
        ProvisioningFindings findings = findings();
        Plan plan = task.provisioning().decide(findings, role, profiles, now);
        InstanceProfile sameName = profiles.sameName();
        if (sameName != null
                && profiles.isUnfinished()
                && Provisioning.deletionExpectedUntil(role, profiles, now) != null) {
            return task.leftover().removedOr(sameName, profiles.made(), plan);
        }
        if (plan.decision() != ProvisionDecision.PROVISION) {
            return plan;
        }
        Supplier<Step> creation =
                () ->
                        new ProfileCreation(task.wanted(), task.provisioning(), findings)
                                .of(plan, role, profiles.made(), attempt.mode(), now);
        if (sameName != null && profiles.isUnfinished()) {
            return unlessUsed(sameName, creation);
        }
        if (isContinued(profiles)) {
            return creation.get();
        }
        return switch (task.lookup()) {
            case NONE, DONE, PLANNED_DONE -> creation.get();
            case EDITED -> task.unlessCreatedByCode(role, now, creation);
            case OPTIONAL, REQUIRED, PLANNED -> task.withCreator(role, attempt, now);
        };
    }

    /// An instance that uses the empty profile would get the role.
    private Step unlessUsed(InstanceProfile empty, Supplier<Step> then) {
        AdditionGate gate = new AdditionGate(empty, ProvisionDecision.IN_USE);
        return Step.need(
                gate.read(),
                use -> {
                    UseRefusal refusal = gate.refusal(role.name(), use);
                    return refusal == null
                            ? then.get()
                            : Plan.leave(
                                    ProvisionDecision.IN_USE,
                                    refusal.reason(),
                                    findings().inUse(empty, refusal));
                });
    }

    /// Whether ProfileProvisioner created the role's profile before and deleted it for the role's
    /// deletion, so that the role's creator does not matter any more.
    private boolean isContinued(RoleProfiles profiles) {
        ProvenanceRecord made = profiles.made();
        return made != null && made.retired() != null && made.roleId().equals(role.role().id());
    }
}
