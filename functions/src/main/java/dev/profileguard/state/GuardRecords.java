package dev.profileguard.state;

import dev.profileguard.iam.ProfileName;

/// What is remembered of profiles.
public interface GuardRecords {
    /// What is remembered of a profile.
    ///
    /// @throws IllegalStateException when the item is not one that this version wrote
    GuardRecord load(ProfileName profile);

    /// Remembers a record that was made from a loaded one. An empty one is forgotten.
    ///
    /// @throws dev.profileguard.iam.ChangedMeanwhileException when somebody else wrote since it was
    ///   loaded
    void save(GuardRecord record);
}
