package dev.profileguard.sweep;

import dev.profileguard.iam.Subject;
import dev.profileguard.state.StoredRecords;
import dev.profileguard.state.TagRecord;
import dev.profileguard.state.TagRecords;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// TagEnforcer's records as a sweep listed them with the rest of the table: a plan reads none of
/// them again. What is changed, or has to be confirmed before a write, is read from the table.
///
/// Not thread-safe.
public final class TagRecordCache {
    private final Map<String, TagRecord> listed;
    private final Set<String> stale;

    /// @param records all records of the table; one that cannot be read is read again when it is
    ///   needed, so that only its own subject fails
    public TagRecordCache(StoredRecords records) {
        listed = new HashMap<>(records.tags());
        stale = new HashSet<>(records.unreadableTags());
    }

    /// Makes the next read of a subject's record go to the table.
    public void confirm(Subject subject) {
        stale.add(subject.key());
    }

    /// Whether a record needs no read.
    ///
    /// @param subject its [Subject#key()]
    boolean knows(String subject) {
        return !stale.contains(subject);
    }

    /// The records, of which those that were not listed are read and written by this store.
    public TagRecords over(TagRecords table) {
        return new TagRecords() {
            @Override
            public TagRecord load(String subject) {
                if (stale.contains(subject)) {
                    listed.put(subject, table.load(subject));
                    stale.remove(subject);
                }
                return listed.getOrDefault(subject, TagRecord.none(subject));
            }

            @Override
            public void save(TagRecord record) {
                stale.add(record.subject());
                table.save(record);
            }
        };
    }
}
