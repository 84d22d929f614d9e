package dev.profileguard.state;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.state.stored.StoredMap;
import dev.profileguard.state.stored.UnreadableRecordException;
import dev.profileguard.state.usage.KeptUsageStore;
import dev.profileguard.state.usage.StoredUsage;
import java.util.ArrayList;
import java.util.HashMap;
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
/// @param usages what used the profiles when a sweep looked, by the name of the profile in lower
///   case
public record StoredRecords(
        List<GuardRecord> guard,
        Map<String, ProvenanceRecord> provenance,
        Map<String, Set<String>> uses,
        Map<String, StoredUsage> usages,
        Map<String, UnreadableRecordException> unreadableGuard,
        Map<String, UnreadableRecordException> unreadableProvenance) {
    /// The IAM permission for [#scan].
    public static final String LIST = "dynamodb:Scan";

    /// Takes copies.
    public StoredRecords {
        guard = List.copyOf(guard);
        provenance = Map.copyOf(provenance);
        uses = Map.copyOf(uses);
        usages = Map.copyOf(usages);
        unreadableGuard = Map.copyOf(unreadableGuard);
        unreadableProvenance = Map.copyOf(unreadableProvenance);
    }

    /// Reads them by one consistent read for each MB of the table.
    public static StoredRecords scan(DynamoDbClient dynamo, String table) {
        List<GuardRecord> guard = new ArrayList<>();
        Map<String, ProvenanceRecord> provenance = new HashMap<>();
        Map<String, Set<String>> uses = new HashMap<>();
        Map<String, StoredUsage> usages = new HashMap<>();
        Map<String, UnreadableRecordException> unreadableGuard = new HashMap<>();
        Map<String, UnreadableRecordException> unreadableProvenance = new HashMap<>();
        for (Map<String, AttributeValue> item :
                dynamo.scanPaginator(request -> request.tableName(table).consistentRead(true))
                        .items()) {
            String profile = ProvenanceStore.profile(item);
            String used = UseInventoryStore.profile(item);
            String usage = KeptUsageStore.profile(item);
            if (used != null) {
                uses.put(used, UseInventoryStore.read(item));
                continue;
            }
            if (usage != null) {
                usages.put(usage, KeptUsageStore.read(item));
                continue;
            }
            try {
                if (profile != null) {
                    provenance.put(profile, ProvenanceStore.read(item));
                } else if (GuardRecordItem.isGuardRecord(item)) {
                    guard.add(GuardRecordItem.read(item));
                }
            } catch (UnreadableRecordException e) {
                String name = profile == null ? StoredMap.key(item) : profile;
                if (ProfileName.isValid(name)) {
                    (profile == null ? unreadableGuard : unreadableProvenance).put(name, e);
                }
            }
        }
        return new StoredRecords(
                guard, provenance, uses, usages, unreadableGuard, unreadableProvenance);
    }
}
