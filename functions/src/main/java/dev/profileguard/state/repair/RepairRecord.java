package dev.profileguard.state.repair;

import java.util.List;

/// The latest repairs of one role.
///
/// @param subject such as `role/eksNodeRole`
/// @param repairs oldest first, see [KeptRepairs]
/// @param version counts the writes; 0 if nothing is stored
public record RepairRecord(String subject, List<Repair> repairs, long version) {
    /// Takes a copy.
    public RepairRecord {
        repairs = List.copyOf(repairs);
    }

    /// An empty record.
    public static RepairRecord none(String subject) {
        return new RepairRecord(subject, List.of(), 0);
    }

    /// A copy with one more repair. It replaces an earlier repair for the same event, so that
    /// retries count once.
    public RepairRecord with(Repair repair) {
        return new RepairRecord(subject, KeptRepairs.withLastOfEvent(repairs, repair), version);
    }
}
