package dev.profileguard.state.stored;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The items of the baseline table.
///
/// @param table the name of a table whose only key is the string attribute `profile`
public record StoredItems(DynamoDbClient dynamo, String table) {
    /// The item with this key, by one consistent read; null: there is none.
    public @Nullable Map<String, AttributeValue> item(String key) {
        Map<String, AttributeValue> item =
                dynamo.getItem(request ->
                                request.tableName(table)
                                        .key(Map.of("profile", fromS(key)))
                                        .consistentRead(true))
                        .item();
        return item == null || item.isEmpty() ? null : item;
    }

    /// The rest of an item's key after this prefix; null: the key does not start with it.
    public static @Nullable String keyAfter(String prefix, Map<String, AttributeValue> item) {
        String key = StoredMap.key(item);
        return key.startsWith(prefix) ? key.substring(prefix.length()) : null;
    }
}
