package dev.profileguard.state;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.iam.Role;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Records which profiles ProfileProvisioner created, and for which roles.
public interface ProvenanceRecords {
    /// Records that a profile is about to be created for a role. Replaces the record of an earlier
    /// profile of that name.
    void recordCreation(ProfileName profile, Role role, Instant now);

    /// The record of a profile; null if ProfileProvisioner never created a profile of this name.
    @Nullable ProvenanceRecord load(ProfileName profile);
}
