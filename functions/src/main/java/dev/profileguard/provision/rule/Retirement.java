package dev.profileguard.provision.rule;

import static dev.profileguard.provision.rule.ProvisionDecision.BLOCKED;
import static dev.profileguard.provision.rule.ProvisionDecision.NOT_BLOCKED;
import static dev.profileguard.provision.rule.ProvisionDecision.RETIRE;

import dev.profileguard.finding.Finding;
import dev.profileguard.iam.Action;
import dev.profileguard.iam.Effect;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.PerformedAction;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.reconcile.Memory;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.ProvenanceRecord;
import dev.profileguard.state.ProvenanceTags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The rule by which ProfileProvisioner deletes a profile: only this profile prevents the deletion
/// of the role that it was created for, and the role is not in use.
///
/// @param guarded the profiles that ProfileGuard guards
/// @param unused a role that was used within this time is in use
public record Retirement(GuardedProfiles guarded, Duration unused) {
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

    /// Whether the profile can be deleted unless ProfileGuard guards it. Only then its records have
    /// to be read.
    ///
    /// @param only the only profile that contains the role, with its tags
    public boolean isRetirable(RoleDetail role, InstanceProfile only, Instant now) {
        return obstacle(role, only, now) == null;
    }

    /// Decides about the profiles that contain a role.
    ///
    /// @param holders the profiles that contain the role
    /// @param only the only one of them and its record; null: there are more, or none
    /// @param provenance the record of its creation; null: none, or not read because the profile
    ///   cannot be deleted
    public Plan decide(
            ProvisionTrigger.DeletionRefused refused,
            RoleDetail role,
            List<InstanceProfile> holders,
            @Nullable ObservedProfile only,
            @Nullable ProvenanceRecord provenance,
            Instant now) {
        RetirementFindings findings = new RetirementFindings(refused, role.name());
        if (holders.isEmpty()) {
            return Plan.leave(NOT_BLOCKED, "%s is in no profile".formatted(role.name()));
        }
        InstanceProfile profile = only == null ? null : only.profile();
        if (only == null || profile == null) {
            return blocked(findings, holders, "%d profiles contain it".formatted(holders.size()));
        }
        String obstacle = obstacle(role, profile, now);
        if (obstacle != null) {
            return blocked(findings, holders, obstacle);
        }
        if (provenance == null || !role.role().id().equals(provenance.roleId())) {
            return blocked(
                    findings,
                    holders,
                    "%s has our tags, but there is no record that ProfileProvisioner created it"
                            .formatted(profile.name()));
        }
        if (provenance.at().isAfter(refused.call().time().plus(PRECISION))) {
            return Plan.leave(
                    NOT_BLOCKED,
                    "%s was created after the deletion of %s failed"
                            .formatted(profile.name(), role.name()));
        }
        if (guarded.include(profile.name(), only.record(), profile)) {
            return Plan.leave(
                    BLOCKED, "ProfileGuard guards " + profile.name(), findings.guarded(profile));
        }
        return new Plan(
                        RETIRE,
                        "ProfileProvisioner created %s only for %s, which is to be deleted"
                                .formatted(profile.name(), role.name()),
                        List.of(
                                new Action.RemoveRole(profile.name(), role.name()),
                                new Action.DeleteProfile(profile.name())),
                        List.of(findings.retired(profile, role.lastUsed(), now)))
                .remembering(
                        new Memory.BeforeWriting(
                                List.of(
                                        new Memory.Entry.OfProvenance(
                                                profile.name(), provenance.retiredAt(now)))));
    }

    /// Decides about the empty profile of a role that is in no profile: an interrupted run may have
    /// left it.
    ///
    /// @param seen the profile with the role's name, or none
    /// @param provenance the record of its creation; null: none
    /// @return null: there is nothing to do
    public @Nullable Plan leftover(
            ProvisionTrigger trigger, ObservedProfile seen, @Nullable ProvenanceRecord provenance) {
        InstanceProfile found = seen.profile();
        if (found == null
                || !isLeftover(found)
                || !ProvenanceTags.isForId(
                        found, provenance == null ? null : provenance.roleId())) {
            return null;
        }
        RetirementFindings findings = new RetirementFindings(trigger, trigger.role());
        return guarded.include(found.name(), seen.record(), found)
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

    /// Whether an interrupted run may have left the profile: it is empty and has our tags.
    public static boolean isLeftover(InstanceProfile profile) {
        return profile.role() == null && ProvenanceTags.isOurs(profile);
    }

    private @Nullable String obstacle(RoleDetail role, InstanceProfile only, Instant now) {
        if (!ProvenanceTags.isOurs(only)) {
            return "ProfileProvisioner did not create %s".formatted(only.name());
        }
        if (!ProvenanceTags.isFor(only, role.role())) {
            return "%s was created for an earlier role of this name".formatted(only.name());
        }
        Instant used = role.lastUsed();
        return used != null && used.isAfter(now.minus(unused))
                ? "%s was used at %s".formatted(role.name(), used)
                : null;
    }

    private static Plan blocked(
            RetirementFindings findings, List<InstanceProfile> holders, String why) {
        return Plan.leave(BLOCKED, why, findings.blocked(holders, why));
    }
}
