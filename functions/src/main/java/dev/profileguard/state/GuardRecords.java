package dev.profileguard.state;

import dev.profileguard.compute.KeptUsage;
import dev.profileguard.iam.ProfileName;
import org.jspecify.annotations.Nullable;

/// The stored state of guarded profiles.
public interface GuardRecords {
    /// The record of a profile; an empty record if there is none.
    ///
    /// @throws UnreadableRecordException if the item does not have the format of this version
    GuardRecord load(ProfileName profile);

    /// Stores a record that was loaded and changed. An empty record is deleted.
    ///
    /// @throws dev.profileguard.iam.ChangedMeanwhileException if another invocation wrote the
    ///   record since it was loaded
    void save(GuardRecord record);

    /// What used a profile when a sweep looked, by one read; null: no sweep has stored it.
    ///
    /// @throws UnreadableRecordException if the item does not have the format of this version
    default @Nullable KeptUsage usage(ProfileName profile) {
        return null;
    }
}
