package dev.profileguard.state.repair;

/// The stored repairs of roles.
public interface RepairRecords {
    /// The repairs of a role; an empty record if there are none.
    ///
    /// @param subject such as `role/eksNodeRole`
    /// @throws dev.profileguard.state.stored.UnreadableRecordException if the item does not have
    ///   the format of this version
    RepairRecord load(String subject);

    /// Stores a record that was loaded and changed.
    ///
    /// @throws dev.profileguard.iam.ChangedMeanwhileException if another invocation wrote the
    ///   record since it was loaded
    void save(RepairRecord record);
}
