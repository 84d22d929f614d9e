package dev.profileguard.state;

/// What TagEnforcer remembers of roles and profiles.
public interface TagRecords {
    /// What is remembered; an empty record where nothing is.
    ///
    /// @param subject as [dev.profileguard.iam.Subject#key()] has it
    /// @throws IllegalStateException when the item is not one that this version wrote
    TagRecord load(String subject);

    /// Remembers a record that was made from a loaded one.
    ///
    /// @throws dev.profileguard.iam.ChangedMeanwhileException when somebody else wrote since it was
    ///   loaded
    void save(TagRecord record);
}
