package dev.profileguard.state;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.UseInventory;
import dev.profileguard.state.stored.StoredMap;
import dev.profileguard.state.stored.UnreadableRecordException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Stores the associations with each profile in the baseline table, under keys that start with
/// `used#`.
public final class UseInventoryStore implements UseInventory {
    /// The number of associations that are stored of a profile: an item has at most 400 KB. What is
    /// not stored is not known.
    ///
    /// See
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html#limits-items
    static final int MOST = 10_000;

    private static final String PREFIX = "used#";
    private static final String ASSOCIATIONS = "associations";

    private final DynamoDbClient dynamo;
    private final String table;

    /// @param table the name of a table whose only key is the string attribute `profile`
    public UseInventoryStore(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /// Makes one consistent read.
    @Override
    public Set<String> associations(ProfileName profile) {
        Map<String, AttributeValue> item =
                dynamo.getItem(request ->
                                request.tableName(table)
                                        .key(Map.of("profile", key(profile)))
                                        .consistentRead(true))
                        .item();
        return item == null || item.isEmpty() ? Set.of() : read(item);
    }

    /// Makes one write.
    @Override
    public void save(ProfileName profile, Set<String> associations) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("profile", key(profile));
        List<String> kept = new TreeSet<>(associations).stream().limit(MOST).toList();
        if (!kept.isEmpty()) {
            item.put(
                    ASSOCIATIONS,
                    AttributeValue.fromL(kept.stream().map(AttributeValue::fromS).toList()));
        }
        dynamo.putItem(request -> request.tableName(table).item(item));
    }

    /// The name of the profile of an item, in lower case; null: the item is not about associations.
    static @Nullable String profile(Map<String, AttributeValue> item) {
        String key = StoredMap.key(item);
        return key.startsWith(PREFIX) ? key.substring(PREFIX.length()) : null;
    }

    /// What cannot be read is not known.
    static Set<String> read(Map<String, AttributeValue> item) {
        try {
            return StoredMap.read(StoredMap.key(item), item, UseInventoryStore::associations);
        } catch (UnreadableRecordException e) {
            return Set.of();
        }
    }

    private static Set<String> associations(StoredMap map) {
        List<String> stored = map.optionalTexts(ASSOCIATIONS);
        return stored == null ? Set.of() : new HashSet<>(stored);
    }

    private static AttributeValue key(ProfileName profile) {
        return fromS(PREFIX + profile.key());
    }
}
