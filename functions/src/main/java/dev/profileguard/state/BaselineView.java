package dev.profileguard.state;

import dev.profileguard.core.GuardRecord;
import dev.profileguard.core.ProfileName;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The baselines as they were read once, all together. What is saved goes to the table, still on
/// the condition that nobody else wrote since, unless the view is dry.
///
/// Not for several threads at a time.
public final class BaselineView implements Baselines {
    private final BaselineStore store;
    private final boolean dry;
    private final Map<String, GuardRecord> records = new TreeMap<>();

    private BaselineView(BaselineStore store, boolean dry) {
        this.store = store;
        this.dry = dry;
    }

    /// Reads all baselines.
    ///
    /// @param dry what is saved is only remembered here
    public static BaselineView of(BaselineStore store, boolean dry) {
        BaselineView view = new BaselineView(store, dry);
        store.all().forEach(record -> view.records.put(record.profile().key(), record));
        return view;
    }

    /// One baseline, by one read, for looking at a single profile.
    ///
    /// @param dry what is saved is only remembered here
    public static BaselineView of(BaselineStore store, boolean dry, ProfileName profile) {
        BaselineView view = new BaselineView(store, dry);
        view.reload(profile);
        return view;
    }

    /// What is remembered of all profiles.
    public Collection<GuardRecord> all() {
        return List.copyOf(records.values());
    }

    /// Reads one anew.
    public void reload(ProfileName profile) {
        records.put(profile.key(), store.load(profile));
    }

    @Override
    public GuardRecord load(ProfileName profile) {
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
        if (record.isEmpty()) {
            records.remove(record.profile().key());
        } else {
            records.put(record.profile().key(), record.stored());
        }
    }
}
