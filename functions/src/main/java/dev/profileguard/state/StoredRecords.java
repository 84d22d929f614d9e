package dev.profileguard.state;

import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// All records of the baseline table that a sweep needs from the start.
///
/// @param guard ProfileGuard's records
/// @param provenance ProfileProvisioner's records, by the name of the profile in lower case
/// @param uses the known associations of instances, by the name of the profile in lower case
public record StoredRecords(
        List<GuardRecord> guard,
        Map<String, ProvenanceRecord> provenance,
        Map<String, Set<String>> uses) {
    /// The IAM permission for [#scan].
    public static final String LIST = "dynamodb:Scan";

    /// Takes copies.
    public StoredRecords {
        guard = List.copyOf(guard);
        provenance = Map.copyOf(provenance);
        uses = Map.copyOf(uses);
    }

    /// Reads them by one consistent read for each MB of the table.
    ///
    /// @throws IllegalStateException if an item does not have the format of this version
    public static StoredRecords scan(DynamoDbClient dynamo, String table) {
        List<Map<String, AttributeValue>> items =
                dynamo
                        .scanPaginator(request -> request.tableName(table).consistentRead(true))
                        .items()
                        .stream()
                        .toList();
        return new StoredRecords(
                items.stream()
                        .filter(GuardRecordItem::isGuardRecord)
                        .map(GuardRecordItem::read)
                        .toList(),
                ProvenanceStore.in(items),
                UseInventoryStore.in(items));
    }
}
