package dev.profileguard.state;

import dev.profileguard.iam.ProfileName;
import org.jspecify.annotations.Nullable;

/// Records which profiles ProfileProvisioner created, and for which roles.
public interface ProvenanceRecords {
    /// Stores the record of a profile that is about to be created or deleted. Replaces the record
    /// of an earlier profile of that name.
    void save(ProfileName profile, ProvenanceRecord record);

    /// The record of a profile; null if ProfileProvisioner never created a profile of this name.
    @Nullable ProvenanceRecord load(ProfileName profile);
}
