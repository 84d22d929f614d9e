package dev.profileguard.state;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.aws.Schema;
import dev.profileguard.iam.ProfileName;
import dev.profileguard.instance.UseInventory;
import dev.profileguard.state.stored.StoredItems;
import dev.profileguard.state.stored.StoredMap;
import dev.profileguard.state.stored.UnreadableRecordException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// Stores the associations with each profile in the baseline table, under keys that start with
/// `used#`.
public final class UseInventoryStore implements UseInventory {
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
        Map<String, AttributeValue> item = new StoredItems(dynamo, table).item(key(profile));
        return item == null ? Set.of() : read(item);
    }

    /// Makes one write. What a newer version of the functions stored is left as it is.
    @Override
    public void save(ProfileName profile, Set<String> associations) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("profile", fromS(key(profile)));
        if (!associations.isEmpty()) {
            item.put(
                    ASSOCIATIONS,
                    AttributeValue.fromL(
                            associations.stream().sorted().map(AttributeValue::fromS).toList()));
        }
        Schema.FIRST.put(item);
        try {
            dynamo.putItem(request ->
                    request.tableName(table)
                            .item(item)
                            .conditionExpression(Schema.NOT_NEWER)
                            .expressionAttributeNames(Schema.names())
                            .expressionAttributeValues(Schema.FIRST.values()));
        } catch (ConditionalCheckFailedException e) {
            return;
        }
    }

    /// The name of the profile of an item, in lower case; null: the item is not about associations.
    static @Nullable String profile(Map<String, AttributeValue> item) {
        return StoredItems.keyAfter(PREFIX, item);
    }

    /// What cannot be read is not known.
    static Set<String> read(Map<String, AttributeValue> item) {
        try {
            return StoredMap.read(
                    StoredMap.key(item), item, Schema.FIRST, UseInventoryStore::associations);
        } catch (UnreadableRecordException e) {
            return Set.of();
        }
    }

    private static Set<String> associations(StoredMap map) {
        List<String> stored = map.optionalTexts(ASSOCIATIONS);
        return stored == null ? Set.of() : new HashSet<>(stored);
    }

    private static String key(ProfileName profile) {
        return PREFIX + profile.key();
    }
}
