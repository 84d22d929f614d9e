package dev.profileguard.sweep;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Subject;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.GuardRecord;
import dev.profileguard.state.GuardRecordCache;
import dev.profileguard.state.ProvenanceCache;
import org.jspecify.annotations.Nullable;

/// What a sweep knows of the account: roles and profiles, and the records about them.
///
/// @param baselines ProfileGuard's records
/// @param made ProfileProvisioner's records
/// @param tags TagEnforcer's records
public record KnownAccount(
        AccountSnapshot snapshot,
        GuardRecordCache baselines,
        ProvenanceCache made,
        TagRecordCache tags) {
    /// Whether the subject exists, or is recorded as if it did.
    public boolean contains(Subject subject) {
        return switch (subject) {
            case Subject.OfRole role -> snapshot.contains(new RoleName(role.name().value()));
            case Subject.OfProfile profile -> {
                ProfileName name = new ProfileName(profile.name().value());
                GuardRecord record = baselines.readable(name);
                yield snapshot.known(name) != null || record == null || !record.isEmpty();
            }
        };
    }

    /// ProfileGuard's baseline of a profile; null: there is none, it cannot be read, or the subject
    /// is a role.
    public @Nullable Baseline baseline(Subject subject) {
        return switch (subject) {
            case Subject.OfRole role -> null;
            case Subject.OfProfile profile -> {
                GuardRecord record = baselines.readable(new ProfileName(profile.name().value()));
                yield record == null ? null : record.baseline();
            }
        };
    }
}
