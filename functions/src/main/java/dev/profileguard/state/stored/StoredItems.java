package dev.profileguard.state.stored;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.iam.ChangedMeanwhileException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/// The items of the baseline table.
///
/// @param table the name of a table whose only key is the string attribute `profile`
public record StoredItems(DynamoDbClient dynamo, String table) implements ItemReads {
    /// The IAM permission for [#all(List)].
    public static final String READ_TOGETHER = "dynamodb:BatchGetItem";

    private static final String SAME_VERSION = "version = :version";

    /// The item with this key, by one consistent read; null: there is none. Reads nothing else.
    @Override
    public @Nullable Map<String, AttributeValue> item(String key, String... alongside) {
        Map<String, AttributeValue> item =
                dynamo.getItem(request ->
                                request.tableName(table)
                                        .key(Map.of("profile", fromS(key)))
                                        .consistentRead(true))
                        .item();
        return item == null || item.isEmpty() ? null : item;
    }

    /// The items with these keys, by one consistent call. An item is empty if there is none, and
    /// left out if DynamoDB did not process it.
    ///
    /// See https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchGetItem.html
    ///
    /// @param keys at most 100, each once
    public Map<String, Map<String, AttributeValue>> all(List<String> keys) {
        BatchGetItemResponse response =
                dynamo.batchGetItem(request -> request.requestItems(Map.of(table, wanted(keys))));
        Map<String, Map<String, AttributeValue>> items = new HashMap<>();
        keys.forEach(key -> items.put(key, Map.of()));
        response.unprocessedKeys()
                .values()
                .forEach(left -> left.keys().forEach(key -> items.remove(StoredMap.key(key))));
        response.responses()
                .values()
                .forEach(found -> found.forEach(item -> items.put(StoredMap.key(item), item)));
        return items;
    }

    private static KeysAndAttributes wanted(List<String> keys) {
        return KeysAndAttributes.builder()
                .keys(keys.stream().map(key -> Map.of("profile", fromS(key))).toList())
                .consistentRead(true)
                .build();
    }

    /// Stores an item that was loaded and changed, by one write.
    ///
    /// @param item with the attribute `version`, one more than before
    /// @param version of the item as it was loaded; 0: there was none
    /// @throws ChangedMeanwhileException if somebody else stored the item since
    public void put(Map<String, AttributeValue> item, long version, String conflict) {
        unlessChanged(
                conflict,
                () ->
                        dynamo.putItem(request -> {
                            request.tableName(table).item(item);
                            if (version == 0) {
                                request.conditionExpression("attribute_not_exists(profile)");
                            } else {
                                request.conditionExpression(SAME_VERSION)
                                        .expressionAttributeValues(number(version));
                            }
                        }));
    }

    /// Deletes an item that was loaded, by one write.
    ///
    /// @param version of the item as it was loaded
    /// @throws ChangedMeanwhileException if somebody else stored the item since
    public void delete(Map<String, AttributeValue> key, long version, String conflict) {
        unlessChanged(
                conflict,
                () ->
                        dynamo.deleteItem(request ->
                                request.tableName(table)
                                        .key(key)
                                        .conditionExpression(SAME_VERSION)
                                        .expressionAttributeValues(number(version))));
    }

    private static void unlessChanged(String conflict, Runnable write) {
        try {
            write.run();
        } catch (ConditionalCheckFailedException e) {
            throw new ChangedMeanwhileException(conflict, e);
        }
    }

    private static Map<String, AttributeValue> number(long version) {
        return Map.of(":version", fromN(Long.toString(version)));
    }

    /// The rest of an item's key after this prefix; null: the key does not start with it.
    public static @Nullable String keyAfter(String prefix, Map<String, AttributeValue> item) {
        String key = StoredMap.key(item);
        return key.startsWith(prefix) ? key.substring(prefix.length()) : null;
    }
}
