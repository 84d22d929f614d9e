package dev.profileguard.state;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.state.stored.UnreadableRecordException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A cache of all provenance records for a sweep. Writes go to the table.
///
/// Not thread-safe.
public final class ProvenanceCache implements ProvenanceRecords {
    private final ProvenanceRecords store;
    private final Map<String, ProvenanceRecord> records;
    private final Map<String, UnreadableRecordException> unreadable;

    /// @param records all records of the table
    public ProvenanceCache(ProvenanceRecords store, StoredRecords records) {
        this.store = store;
        this.records = new TreeMap<>(records.provenance());
        this.unreadable = new TreeMap<>(records.unreadableProvenance());
    }

    /// The names of the profiles that have a record, in lower case.
    public List<ProfileName> profiles() {
        return records.keySet().stream().map(ProfileName::new).toList();
    }

    /// Reads a record again. If it cannot be read, loading it throws.
    public void reload(ProfileName profile) {
        records.remove(profile.key());
        unreadable.remove(profile.key());
        try {
            ProvenanceRecord record = store.load(profile);
            if (record != null) {
                records.put(profile.key(), record);
            }
        } catch (UnreadableRecordException e) {
            unreadable.put(profile.key(), e);
        }
    }

    @Override
    public @Nullable ProvenanceRecord load(ProfileName profile) {
        UnreadableRecordException error = unreadable.get(profile.key());
        if (error != null) {
            throw error;
        }
        return records.get(profile.key());
    }

    @Override
    public void save(
            ProfileName profile, @Nullable ProvenanceRecord read, ProvenanceRecord record) {
        store.save(profile, read, record);
        records.put(profile.key(), record);
    }
}
