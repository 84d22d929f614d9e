package dev.profileguard.provision.rule;

import static dev.profileguard.provision.rule.ProvisionDecision.BLOCKED;
import static dev.profileguard.provision.rule.ProvisionDecision.NOT_BLOCKED;
import static dev.profileguard.provision.rule.ProvisionDecision.RETIRE;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.Globs;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.instance.ProfileUse;
import dev.profileguard.reconcile.Coverage;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.reconcile.Remediation;
import dev.profileguard.reconcile.gate.RemovalGate;
import dev.profileguard.reconcile.gate.UseRefusal;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.ProvenanceRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rule by which ProfileProvisioner deletes a profile: only this profile prevents the deletion
/// of the role that it was created for, and the role is not in use.
///
/// Before it deletes a profile, EC2 is asked in all regions: a profile that an instance uses is
/// never deleted, because the instance would lose its credentials for good. A profile that is
/// created again has another ID.
///
/// @param guarded the profiles that ProfileGuard guards
/// @param unused a role that was used within this time is in use
/// @param own the roles of this stack
public record Retirement(GuardedProfiles guarded, Duration unused, Globs own) {
    /// CloudTrail's times have whole seconds.
    private static final Duration PRECISION = Duration.ofSeconds(1);

    /// Decides from the role: one that was created after the failed deletion is another role. Null:
    /// its profiles have to be read.
    public @Nullable Plan decideFromRole(
            ProvisionTrigger.DeletionRefused refused, RoleDetail role) {
        return role.created().isAfter(refused.call().time())
                ? Plan.leave(
                        NOT_BLOCKED,
                        "%s was created again after its deletion failed".formatted(role.name()))
                : null;
    }

    /// Decides from the record that ProfileProvisioner created the profile. Null: the profile can
    /// be deleted unless ProfileGuard guards it or an instance uses it.
    ///
    /// @param only the only profile that contains the role
    public @Nullable Plan decideFromRecord(
            ProvisionTrigger.DeletionRefused refused,
            RoleDetail role,
            InstanceProfile only,
            ProvenanceRecord made,
            Instant now) {
        if (!role.role().id().equals(made.roleId())) {
            return blocked(
                    refused,
                    role,
                    List.of(only),
                    "%s was created for an earlier role of this name".formatted(only.name()));
        }
        Instant used = role.lastUsed();
        if (used != null && used.isAfter(now.minus(unused))) {
            return blocked(
                    refused, role, List.of(only), "%s was used at %s".formatted(role.name(), used));
        }
        return made.at().isAfter(refused.call().time().plus(PRECISION))
                ? Plan.leave(
                        NOT_BLOCKED,
                        "%s was created after the deletion of %s failed"
                                .formatted(only.name(), role.name()))
                : null;
    }

    /// Decides about the only profile that contains the role, after [#decideFromRecord].
    ///
    /// @param only with its tags
    public Plan decide(
            ProvisionTrigger.DeletionRefused refused,
            RoleDetail role,
            InstanceProfile only,
            GuardRecord record,
            ProvenanceRecord made,
            Instant now) {
        RetirementFindings findings = new RetirementFindings(refused, role.name());
        if (guarded.include(only.name(), record, only)) {
            return Plan.leave(
                    BLOCKED, "ProfileGuard guards " + only.name(), findings.guarded(only));
        }
        return Plan.of(
                        RETIRE,
                        "ProfileProvisioner created %s only for %s, which is to be deleted"
                                .formatted(only.name(), role.name()),
                        List.of(
                                new Remediation(
                                        List.of(
                                                new Action.RemoveRole(only.name(), role.name()),
                                                new Action.DeleteProfile(only.name())),
                                        new RetirementReport(findings, only, role, now),
                                        null,
                                        new RemovalGate(only.name(), BLOCKED))),
                        List.of(),
                        Coverage.COMPLETE)
                .remembering(
                        new Memory.BeforeWriting(
                                List.of(
                                        new Memory.Entry.OfProvenance(
                                                only.name(), made, made.retiredAt(now)))));
    }

    /// The plan if instances use the profile, or may; null: none does.
    public @Nullable Plan inUse(
            ProvisionTrigger.DeletionRefused refused,
            RoleDetail role,
            InstanceProfile only,
            ProfileUse use) {
        UseRefusal refusal = new RemovalGate(only.name(), BLOCKED).refusal(use);
        return refusal == null
                ? null
                : Plan.leave(
                        BLOCKED,
                        refusal.reason(),
                        new RetirementFindings(refused, role.name()).inUse(only, refusal));
    }

    /// The plan for profiles that prevent the role's deletion and that ProfileProvisioner may not
    /// delete.
    ///
    /// @param holders the profiles that contain the role
    /// @param why the reason, as a part of a sentence
    public Plan blocked(
            ProvisionTrigger.DeletionRefused refused,
            RoleDetail role,
            List<InstanceProfile> holders,
            String why) {
        return Plan.leave(
                BLOCKED, why, new RetirementFindings(refused, role.name()).blocked(holders, why));
    }

    /// Decides about the empty profile of a role that needs none, which ProfileProvisioner created.
    public Plan leftover(ProvisionTrigger trigger, InstanceProfile found, GuardRecord record) {
        RetirementFindings findings = new RetirementFindings(trigger, trigger.role());
        return guarded.include(found.name(), record, found)
                ? Plan.leave(
                        BLOCKED,
                        "ProfileGuard guards %s, which is empty".formatted(found.name()),
                        findings.leftoverGuarded(found))
                : new Plan(
                        RETIRE,
                        "ProfileProvisioner created %s, and it is empty".formatted(found.name()),
                        List.of(new Action.DeleteProfile(found.name())),
                        List.of(findings.leftoverGone(found)));
    }

    /// The plan if instances use the empty profile, or may; null: none does.
    public @Nullable Plan leftoverInUse(
            ProvisionTrigger trigger, InstanceProfile found, ProfileUse use) {
        UseRefusal refusal = new RemovalGate(found.name(), BLOCKED).refusal(use);
        return refusal == null
                ? null
                : Plan.leave(
                        BLOCKED,
                        refusal.reason(),
                        new RetirementFindings(trigger, trigger.role())
                                .leftoverInUse(found, refusal));
    }

    /// The plan for an empty profile that ProfileProvisioner may have created, without proof.
    ///
    /// @param otherwise the plan if there is no such profile
    /// @param why why there is no proof
    public Plan unproven(
            ProvisionTrigger trigger, InstanceProfile found, Plan otherwise, String why) {
        return Plan.leave(
                otherwise.decision(),
                "%s; %s".formatted(otherwise.why(), why),
                new RetirementFindings(trigger, trigger.role()).unproven(found, why));
    }

    /// The finding that an error stopped the deletion after the role was removed; empty: it did
    /// not.
    ///
    /// @param performed the actions before the error
    public List<Finding> unfinished(
            ProvisionTrigger trigger, List<PerformedAction> performed, String error) {
        return performed.stream()
                .filter(each -> each.effect() == Effect.DONE)
                .map(PerformedAction::action)
                .flatMap(action ->
                        action instanceof Action.RemoveRole(var profile, var role)
                                ? Stream.of(
                                        new RetirementFindings(trigger, role)
                                                .unfinished(profile, error))
                                : Stream.empty())
                .toList();
    }
}
