package dev.profileguard.state.stored;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.iam.ChangedMeanwhileException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

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

    /// Stores an item that was loaded and changed, by one write.
    ///
    /// @param item with the attribute `version`, one more than before
    /// @param version of the item as it was loaded; 0: there was none
    /// @throws ChangedMeanwhileException if somebody else stored the item since
    public void put(Map<String, AttributeValue> item, long version, String conflict) {
        boolean first = version == 0;
        try {
            dynamo.putItem(request -> {
                request.tableName(table)
                        .item(item)
                        .conditionExpression(
                                first ? "attribute_not_exists(profile)" : "version = :version");
                if (!first) {
                    request.expressionAttributeValues(
                            Map.of(":version", fromN(Long.toString(version))));
                }
            });
        } catch (ConditionalCheckFailedException e) {
            throw new ChangedMeanwhileException(conflict, e);
        }
    }

    /// The rest of an item's key after this prefix; null: the key does not start with it.
    public static @Nullable String keyAfter(String prefix, Map<String, AttributeValue> item) {
        String key = StoredMap.key(item);
        return key.startsWith(prefix) ? key.substring(prefix.length()) : null;
    }
}
