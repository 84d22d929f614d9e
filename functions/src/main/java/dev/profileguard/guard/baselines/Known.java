package dev.profileguard.guard.baselines;

import dev.profileguard.guard.rule.Drift;
import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardedProfiles;
import dev.profileguard.state.history.FormerBaseline;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What is known of a profile whose baseline is shown or changed by hand.
///
/// @param found as IAM lists it, without its tags; null: IAM has no such profile
/// @param tags reads its tags, if they are needed
/// @param roleIds the ID of each role of the account; null: there is no such role
/// @param now the time of the request
public record Known(
        GuardRecord record,
        @Nullable InstanceProfile found,
        Supplier<Tags> tags,
        Function<RoleName, @Nullable String> roleIds,
        Instant now) {
    /// The name as it is recorded.
    public ProfileName profile() {
        return record.profile();
    }

    /// How IAM differs from the baseline; empty: not at all, or there is no baseline. Tags are read
    /// only if the guard tag matters.
    public List<Drift> drift() {
        Baseline baseline = record.baseline();
        if (baseline == null) {
            return List.of();
        }
        InstanceProfile profile = found;
        return Drift.between(
                profile == null
                        ? null
                        : profile.tagged(
                                GuardedProfiles.isLocked(baseline.tags())
                                        ? tags.get()
                                        : baseline.tags()),
                baseline);
    }

    /// The names of the differences, such as `RoleSwapped`.
    String driftNames() {
        return String.join(", ", drift().stream().map(Drift::name).toList());
    }

    /// Why a role with this ID cannot be restored; null: it can.
    @Nullable String lost(RoleName role, @Nullable String id) {
        if (id == null) {
            return "the ID of role %s was never read in it".formatted(role);
        }
        String current = roleIds.apply(role);
        if (current == null) {
            return "role %s does not exist any more".formatted(role);
        }
        return current.equals(id)
                ? null
                : "role %s was deleted and created again: its ID was %s, and is %s"
                        .formatted(role, id, current);
    }

    /// The role of this name that a trusted principal once put into the profile, with its ID; null:
    /// nobody did, as far as is recorded.
    Baseline.@Nullable RecordedRole proven(RoleName name) {
        Baseline baseline = record.baseline();
        if (baseline != null && !baseline.provisional() && record.unproven() == null) {
            Baseline.RecordedRole role = baseline.role();
            if (role != null && role.name().equals(name)) {
                return role;
            }
        }
        return record.history().at(now).entries().reversed().stream()
                .filter(each -> !each.provisional() && name.equals(each.role()))
                .map(FormerBaseline::roleId)
                .map(id -> new Baseline.RecordedRole(name, id))
                .findFirst()
                .orElse(null);
    }

    /// Why the baseline is not changed by hand while that lasts; null: it can be.
    @Nullable String closed() {
        Baseline baseline = record.baseline();
        if (baseline != null && baseline.canary()) {
            return "it is the profile of the stack's canary";
        }
        return record.withheld() != null || record.foreignId() != null
                ? "its role is withheld: see the finding role-withheld"
                : null;
    }
}
