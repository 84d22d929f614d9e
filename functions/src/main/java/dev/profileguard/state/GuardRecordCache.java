package dev.profileguard.state;

import dev.profileguard.iam.ProfileName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The baselines as they were read once, all together. What is saved goes to the table, still on
/// the condition that nobody else wrote since, unless the view is dry.
///
/// Not for several threads at a time.
public final class GuardRecordCache implements GuardRecords {
    private final GuardRecordStore store;
    private final boolean dry;
    private final boolean complete;
    private final Map<String, GuardRecord> records = new TreeMap<>();

    private GuardRecordCache(GuardRecordStore store, boolean dry, boolean complete) {
        this.store = store;
        this.dry = dry;
        this.complete = complete;
    }

    /// Reads all baselines.
    ///
    /// @param dry what is saved is only remembered here
    public static GuardRecordCache of(GuardRecordStore store, boolean dry) {
        GuardRecordCache view = new GuardRecordCache(store, dry, true);
        store.all().forEach(record -> view.records.put(record.profile().key(), record));
        return view;
    }

    /// Reads each baseline when it is first asked for.
    ///
    /// @param dry what is saved is only remembered here
    public static GuardRecordCache onDemand(GuardRecordStore store, boolean dry) {
        return new GuardRecordCache(store, dry, false);
    }

    /// What has been read, or remembered since; empty ones among it.
    public Collection<GuardRecord> all() {
        return List.copyOf(records.values());
    }

    /// Reads one anew.
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

    /// After a write that came too late the table's newer record is shown.
    @Override
    public void save(GuardRecord record) {
        if (!dry) {
            try {
                store.save(record);
            } catch (RuntimeException e) {
                reload(record.profile());
                throw e;
            }
        }
        records.put(
                record.profile().key(),
                record.isEmpty() ? GuardRecord.none(record.profile()) : record.stored());
    }
}
