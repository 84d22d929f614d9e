package dev.profileguard.state;

import dev.profileguard.iam.ProfileName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A cache of guard records for a sweep. Writes go to the table with optimistic locking, unless it
/// is a dry run.
///
/// Not thread-safe.
public final class GuardRecordCache implements GuardRecords {
    private final GuardRecordStore store;
    private final boolean dryRun;
    private final boolean complete;
    private final Map<String, GuardRecord> records = new TreeMap<>();

    private GuardRecordCache(GuardRecordStore store, boolean dryRun, boolean complete) {
        this.store = store;
        this.dryRun = dryRun;
        this.complete = complete;
    }

    /// A cache of all records.
    ///
    /// @param records all records of the table
    /// @param dryRun whether writes change only the cache
    public static GuardRecordCache of(
            GuardRecordStore store, List<GuardRecord> records, boolean dryRun) {
        GuardRecordCache cache = new GuardRecordCache(store, dryRun, true);
        records.forEach(record -> cache.records.put(record.profile().key(), record));
        return cache;
    }

    /// Reads each record at its first use.
    ///
    /// @param dryRun whether writes change only the cache
    public static GuardRecordCache onDemand(GuardRecordStore store, boolean dryRun) {
        return new GuardRecordCache(store, dryRun, false);
    }

    /// All cached records, including empty ones.
    public Collection<GuardRecord> all() {
        return List.copyOf(records.values());
    }

    /// Reads a record again.
    public void reload(ProfileName profile) {
        records.put(profile.key(), store.load(profile));
    }

    @Override
    public GuardRecord load(ProfileName profile) {
        if (!complete && !records.containsKey(profile.key())) {
            reload(profile);
        }
        GuardRecord record = records.get(profile.key());
        return record == null ? GuardRecord.none(profile) : record;
    }

    /// If the write fails, the cache reads the record from the table again.
    @Override
    public void save(GuardRecord record) {
        if (!dryRun) {
            try {
                store.save(record);
            } catch (RuntimeException e) {
                reload(record.profile());
                throw e;
            }
        }
        records.put(
                record.profile().key(),
                record.isEmpty() ? GuardRecord.none(record.profile()) : record.nextVersion());
    }
}
