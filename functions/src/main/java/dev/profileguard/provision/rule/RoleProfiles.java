package dev.profileguard.provision.rule;

import dev.profileguard.iam.InstanceProfile;
import dev.profileguard.state.Baseline;
import dev.profileguard.state.ProvenanceRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The profiles of a role, as they were read.
///
/// @param holders the profiles that contain the role
/// @param sameName the profile with the role's name; null: none, or it was not read
/// @param made the record that ProfileProvisioner created a profile of this name; null: none
/// @param baseline ProfileGuard's baseline of the profile with the role's name; null: none, or it
///   was not read
public record RoleProfiles(
        List<InstanceProfile> holders,
        @Nullable InstanceProfile sameName,
        @Nullable ProvenanceRecord made,
        @Nullable Baseline baseline) {
    /// Takes a copy.
    public RoleProfiles {
        holders = List.copyOf(holders);
    }

    /// The same with ProfileGuard's baseline.
    public RoleProfiles guardedBy(@Nullable Baseline other) {
        return new RoleProfiles(holders, sameName, made, other);
    }

    /// The same with another record that ProfileProvisioner created the profile.
    public RoleProfiles madeAs(ProvenanceRecord record) {
        return new RoleProfiles(holders, sameName, record, baseline);
    }

    /// Whether the profile with the role's name is empty, and ProfileProvisioner created it: its
    /// work was interrupted.
    public boolean isUnfinished() {
        return sameName != null && sameName.role() == null && made != null && made.covers(sameName);
    }
}
