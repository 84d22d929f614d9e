package dev.profileguard.state;

import dev.profileguard.compute.KeptUsage;
import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.state.stored.UnreadableRecordException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A cache of guard records for a sweep. Writes go to the table with optimistic locking, unless it
/// is a dry run.
///
/// Not thread-safe.
public final class GuardRecordCache implements GuardRecords {
    private final GuardRecordStore store;
    private final boolean dryRun;
    private final boolean complete;
    private final Map<String, GuardRecord> records = new TreeMap<>();
    private final Map<String, UnreadableRecordException> unreadable = new TreeMap<>();

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
            GuardRecordStore store, StoredRecords records, boolean dryRun) {
        GuardRecordCache cache = new GuardRecordCache(store, dryRun, true);
        records.guard().forEach(record -> cache.records.put(record.profile().key(), record));
        cache.unreadable.putAll(records.unreadableGuard());
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

    /// The profiles whose record cannot be read, in lower case.
    public List<ProfileName> unreadable() {
        return unreadable.keySet().stream().map(ProfileName::new).toList();
    }

    /// The record of a profile; null: it cannot be read.
    public @Nullable GuardRecord readable(ProfileName profile) {
        try {
            return load(profile);
        } catch (UnreadableRecordException e) {
            return null;
        }
    }

    /// Reads a record again. If it cannot be read, loading it throws.
    public void reload(ProfileName profile) {
        records.remove(profile.key());
        unreadable.remove(profile.key());
        try {
            records.put(profile.key(), store.load(profile));
        } catch (UnreadableRecordException e) {
            unreadable.put(profile.key(), e);
        }
    }

    @Override
    public GuardRecord load(ProfileName profile) {
        if (!complete
                && !records.containsKey(profile.key())
                && !unreadable.containsKey(profile.key())) {
            reload(profile);
        }
        UnreadableRecordException error = unreadable.get(profile.key());
        if (error != null) {
            throw error;
        }
        GuardRecord record = records.get(profile.key());
        return record == null ? GuardRecord.none(profile) : record;
    }

    /// Deletes the records in which only a history of more than a year ago is left: one write each.
    public void forget(Instant now) {
        all().stream()
                .filter(GuardRecord::isStored)
                .map(record -> record.remembering(now))
                .filter(record -> !record.isStored())
                .forEach(this::delete);
    }

    /// What is in use again stays.
    private void delete(GuardRecord record) {
        try {
            save(record);
        } catch (ChangedMeanwhileException e) {
            reload(record.profile());
        }
    }

    @Override
    public @Nullable KeptUsage usage(ProfileName profile) {
        return store.usage(profile);
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
                record.isStored() ? record.nextVersion() : GuardRecord.none(record.profile()));
    }
}
