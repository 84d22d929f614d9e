package dev.profileguard.state;

/// The stored state of the tags of roles and profiles.
public interface TagRecords {
    /// The record of a role or profile; an empty record if there is none.
    ///
    /// @param subject from [dev.profileguard.iam.Subject#key()]
    /// @throws UnreadableRecordException if the item does not have the format of this version
    TagRecord load(String subject);

    /// Stores a record that was loaded and changed.
    ///
    /// @throws dev.profileguard.iam.ChangedMeanwhileException if another invocation wrote the
    ///   record since it was loaded
    void save(TagRecord record);
}
