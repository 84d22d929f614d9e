package dev.profileguard.state;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.state.stored.StoredMap;
import dev.profileguard.state.stored.UnreadableRecordException;
import dev.profileguard.state.trend.SweepTrend;
import dev.profileguard.state.trend.SweepTrendStore;
import dev.profileguard.state.usage.KeptUsageStore;
import dev.profileguard.state.usage.StoredUsage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// All records of the baseline table that a sweep needs from the start. One item that cannot be
/// read does not hide the others. An item with a key that no profile has is never used.
///
/// @param guard ProfileGuard's records
/// @param provenance ProfileProvisioner's records, by the name of the profile in lower case
/// @param unreadableGuard why each of ProfileGuard's other items cannot be read, by its key
/// @param unreadableProvenance why each of ProfileProvisioner's other items cannot be read, by the
///   name of the profile in lower case
/// @param uses the known associations of instances, by the name of the profile in lower case; those
///   that cannot be read count as unknown
/// @param tags TagEnforcer's records, by [dev.profileguard.iam.Subject#key()]
/// @param unreadableTags the subjects whose record of TagEnforcer cannot be read
/// @param usages what used the profiles when a sweep looked, by the name of the profile in lower
///   case
/// @param trend what the last sweeps found
public record StoredRecords(
        List<GuardRecord> guard,
        Map<String, ProvenanceRecord> provenance,
        Map<String, Set<String>> uses,
        Map<String, StoredUsage> usages,
        Map<String, TagRecord> tags,
        Set<String> unreadableTags,
        Map<String, UnreadableRecordException> unreadableGuard,
        Map<String, UnreadableRecordException> unreadableProvenance,
        SweepTrend trend) {
    /// The IAM permission for [#scan].
    public static final String LIST = "dynamodb:Scan";

    /// Takes copies.
    public StoredRecords {
        guard = List.copyOf(guard);
        provenance = Map.copyOf(provenance);
        uses = Map.copyOf(uses);
        usages = Map.copyOf(usages);
        tags = Map.copyOf(tags);
        unreadableTags = Set.copyOf(unreadableTags);
        unreadableGuard = Map.copyOf(unreadableGuard);
        unreadableProvenance = Map.copyOf(unreadableProvenance);
    }

    /// Reads them by one consistent read for each MB of the table.
    public static StoredRecords scan(DynamoDbClient dynamo, String table) {
        Scanned scanned = new Scanned();
        dynamo.scanPaginator(request -> request.tableName(table).consistentRead(true))
                .items()
                .forEach(scanned::add);
        return scanned.records();
    }

    /// The items that were read so far.
    private static final class Scanned {
        private final List<GuardRecord> guard = new ArrayList<>();
        private final Map<String, ProvenanceRecord> provenance = new HashMap<>();
        private final Map<String, Set<String>> uses = new HashMap<>();
        private final Map<String, StoredUsage> usages = new HashMap<>();
        private final Map<String, TagRecord> tags = new HashMap<>();
        private final Set<String> unreadableTags = new HashSet<>();
        private final Map<String, UnreadableRecordException> unreadableGuard = new HashMap<>();
        private final Map<String, UnreadableRecordException> unreadableProvenance = new HashMap<>();
        private SweepTrend trend = SweepTrend.EMPTY;

        void add(Map<String, AttributeValue> item) {
            String provided = ProvenanceStore.profile(item);
            String used = UseInventoryStore.profile(item);
            String usage = KeptUsageStore.profile(item);
            String tagged = TagRecordItem.subject(item);
            if (used != null) {
                uses.put(used, UseInventoryStore.read(item));
            } else if (usage != null) {
                usages.put(usage, KeptUsageStore.read(item));
            } else if (provided != null) {
                addProvenance(provided, item);
            } else if (tagged != null) {
                addTags(tagged, item);
            } else if (SweepTrendStore.isTrend(item)) {
                trend = SweepTrendStore.read(item);
            } else if (GuardRecordItem.isGuardRecord(item)) {
                addGuard(item);
            }
        }

        private void addProvenance(String profile, Map<String, AttributeValue> item) {
            try {
                provenance.put(profile, ProvenanceStore.read(item));
            } catch (UnreadableRecordException e) {
                note(unreadableProvenance, profile, e);
            }
        }

        private void addTags(String subject, Map<String, AttributeValue> item) {
            try {
                tags.put(subject, TagRecordItem.read(subject, item));
            } catch (UnreadableRecordException e) {
                unreadableTags.add(subject);
            }
        }

        private void addGuard(Map<String, AttributeValue> item) {
            try {
                guard.add(GuardRecordItem.read(item));
            } catch (UnreadableRecordException e) {
                note(unreadableGuard, StoredMap.key(item), e);
            }
        }

        private static void note(
                Map<String, UnreadableRecordException> unreadable,
                String profile,
                UnreadableRecordException e) {
            if (ProfileName.isValid(profile)) {
                unreadable.put(profile, e);
            }
        }

        StoredRecords records() {
            return new StoredRecords(
                    guard,
                    provenance,
                    uses,
                    usages,
                    tags,
                    unreadableTags,
                    unreadableGuard,
                    unreadableProvenance,
                    trend);
        }
    }
}
