package dev.profileguard.provision.rule;

import static dev.profileguard.provision.rule.ProvisionDecision.BLOCKED;
import static dev.profileguard.provision.rule.ProvisionDecision.NOT_BLOCKED;
import static dev.profileguard.provision.rule.ProvisionDecision.RETIRE;

import dev.profileguard.iam.Action;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.RoleDetail;
import dev.profileguard.reconcile.Plan;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.ObservedProfile;
import dev.profileguard.state.ProvenanceRecord;
import dev.profileguard.state.ProvenanceTags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The rule by which ProfileProvisioner takes a profile away again: it alone keeps the role that it
/// was made for from being deleted, and the role is not in use.
///
/// @param guarded profiles that are ProfileGuard's business
/// @param unused a role that was used no longer ago than this is in use
public record Retirement(GuardedProfiles guarded, Duration unused) {
    /// CloudTrail's times are whole seconds.
    private static final Duration PRECISION = Duration.ofSeconds(1);

    /// What the role itself settles: one that was made since is not the one that was to be deleted.
    /// Null: its profiles have to be looked at.
    public @Nullable Plan aboutRole(ProvisionTrigger.DeletionRefused refused, RoleDetail role) {
        return role.created().isAfter(refused.call().time())
                ? Plan.leave(
                        NOT_BLOCKED,
                        "%s was made again since its deletion was refused".formatted(role.name()))
                : null;
    }

    /// Whether a look at what ProfileGuard remembers is still needed: nothing else speaks against
    /// taking the profile away.
    ///
    /// @param only the one profile that holds the role, with its tags
    public boolean isRetirable(RoleDetail role, InstanceProfile only, Instant now) {
        return obstacle(role, only, now) == null;
    }

    /// What is to be done about the profiles that hold a role.
    ///
    /// @param holders the profiles that hold the role
    /// @param only what is known of the only one of them; null: there are more, or there is none
    /// @param made how it is on record to be made; null: it is not, or nobody looked since
    ///   something else speaks against it
    public Plan decide(
            ProvisionTrigger.DeletionRefused refused,
            RoleDetail role,
            List<InstanceProfile> holders,
            @Nullable ObservedProfile only,
            @Nullable ProvenanceRecord made,
            Instant now) {
        RetirementFindings findings = new RetirementFindings(refused, role.name());
        if (holders.isEmpty()) {
            return Plan.leave(NOT_BLOCKED, "No profile holds %s".formatted(role.name()));
        }
        InstanceProfile ours = only == null ? null : only.profile();
        if (only == null || ours == null) {
            return blocked(findings, holders, "%d profiles hold it".formatted(holders.size()));
        }
        String obstacle = obstacle(role, ours, now);
        if (obstacle != null) {
            return blocked(findings, holders, obstacle);
        }
        if (made == null || !role.role().id().equals(made.roleId())) {
            return blocked(
                    findings,
                    holders,
                    "%s has the tags of a profile of ours, and there is no record of making it"
                            .formatted(ours.name()));
        }
        if (made.at().isAfter(refused.call().time().plus(PRECISION))) {
            return Plan.leave(
                    NOT_BLOCKED,
                    "%s was made since the deletion of %s was refused"
                            .formatted(ours.name(), role.name()));
        }
        if (guarded.include(ours.name(), only.record(), ours)) {
            return Plan.leave(
                    BLOCKED, "ProfileGuard guards " + ours.name(), findings.guarded(ours));
        }
        return new Plan(
                RETIRE,
                "%s was made for %s alone, which is to be deleted"
                        .formatted(ours.name(), role.name()),
                List.of(
                        new Action.RemoveRole(ours.name(), role.name()),
                        new Action.DeleteProfile(ours.name())),
                List.of(findings.retired(ours, role.lastUsed())));
    }

    /// What is to be done about the empty profile of a role that no profile holds any more: a run
    /// of ours was cut short.
    ///
    /// @param seen the profile of the role's name, or none
    /// @param made how it is on record to be made; null: it is not
    /// @return null: nothing
    public @Nullable Plan leftover(
            ProvisionTrigger trigger, ObservedProfile seen, @Nullable ProvenanceRecord made) {
        InstanceProfile found = seen.profile();
        return found == null
                        || !isLeftover(found)
                        || !ProvenanceTags.isForId(found, made == null ? null : made.roleId())
                        || guarded.include(found.name(), seen.record(), found)
                ? null
                : new Plan(
                        RETIRE,
                        "%s was made by us and is empty".formatted(found.name()),
                        List.of(new Action.DeleteProfile(found.name())),
                        List.of(
                                new RetirementFindings(trigger, trigger.role())
                                        .leftoverGone(found)));
    }

    /// Whether it looks like what a run of ours left behind.
    public static boolean isLeftover(InstanceProfile profile) {
        return profile.role() == null && ProvenanceTags.isOurs(profile);
    }

    private @Nullable String obstacle(RoleDetail role, InstanceProfile only, Instant now) {
        if (!ProvenanceTags.isOurs(only)) {
            return "%s was not made by us".formatted(only.name());
        }
        if (!ProvenanceTags.isFor(only, role.role())) {
            return "%s was made for an earlier role of this name".formatted(only.name());
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
