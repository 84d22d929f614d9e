package dev.profileguard.state;

import dev.profileguard.iam.ProfileName;
import org.jspecify.annotations.Nullable;

/// Records which profiles ProfileProvisioner created, and for which roles.
public interface ProvenanceRecords {
    /// Stores the record of a profile that is created or deleted. Replaces the record of an earlier
    /// profile of that name.
    ///
    /// @param read the record as it was read; null: there was none
    /// @throws dev.profileguard.iam.ChangedMeanwhileException when somebody else stored the ID of
    ///   another profile after it was read
    void save(ProfileName profile, @Nullable ProvenanceRecord read, ProvenanceRecord record);

    /// The record of a profile; null if ProfileProvisioner never created a profile of this name.
    @Nullable ProvenanceRecord load(ProfileName profile);
}
