package dev.profileguard.state;

import dev.profileguard.iam.ProfileName;
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

    /// @param records all records of the table, by the name of the profile in lower case
    public ProvenanceCache(ProvenanceRecords store, Map<String, ProvenanceRecord> records) {
        this.store = store;
        this.records = new TreeMap<>(records);
    }

    /// The names of the profiles that have a record, in lower case.
    public List<ProfileName> profiles() {
        return records.keySet().stream().map(ProfileName::new).toList();
    }

    /// Reads a record again.
    public void reload(ProfileName profile) {
        ProvenanceRecord record = store.load(profile);
        if (record == null) {
            records.remove(profile.key());
        } else {
            records.put(profile.key(), record);
        }
    }

    @Override
    public @Nullable ProvenanceRecord load(ProfileName profile) {
        return records.get(profile.key());
    }

    @Override
    public void save(
            ProfileName profile, @Nullable ProvenanceRecord read, ProvenanceRecord record) {
        store.save(profile, read, record);
        records.put(profile.key(), record);
    }
}
