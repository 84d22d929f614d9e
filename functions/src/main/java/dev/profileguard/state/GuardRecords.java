package dev.profileguard.state;

import dev.profileguard.iam.ProfileName;

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
}
