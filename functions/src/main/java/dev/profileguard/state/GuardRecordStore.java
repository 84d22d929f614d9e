package dev.profileguard.state;

import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.iam.ProfileName;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// Keeps [GuardRecord]s in DynamoDB, one item a profile. A record that somebody else wrote
/// meanwhile is never overwritten.
public final class GuardRecordStore implements GuardRecords {
    /// What [#load(ProfileName)] needs.
    public static final String READ = "dynamodb:GetItem";

    /// What all its calls need.
    public static final List<String> PERMISSIONS =
            List.of(READ, "dynamodb:PutItem", "dynamodb:DeleteItem");

    /// What [#all()] needs.
    public static final String LIST = "dynamodb:Scan";

    private static final String SAME_VERSION = "version = :version";
    private static final String NOT_THERE = "attribute_not_exists(profile)";

    private final DynamoDbClient dynamo;
    private final String table;

    /// Keeps them in this table, whose only key is the text attribute `profile`.
    public GuardRecordStore(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /// What is remembered of a profile, by one consistent read.
    ///
    /// @throws IllegalStateException when the item is not one that this version wrote
    @Override
    public GuardRecord load(ProfileName profile) {
        Map<String, AttributeValue> item =
                dynamo.getItem(request ->
                                request.tableName(table)
                                        .key(GuardRecordItem.key(profile))
                                        .consistentRead(true))
                        .item();
        return item == null || item.isEmpty()
                ? GuardRecord.none(profile)
                : GuardRecordItem.read(item);
    }

    /// All that is remembered, by one consistent read for each megabyte of it.
    ///
    /// @throws IllegalStateException when an item is not one that this version wrote
    public List<GuardRecord> all() {
        return dynamo
                .scanPaginator(request -> request.tableName(table).consistentRead(true))
                .items()
                .stream()
                .filter(GuardRecordItem::isOne)
                .map(GuardRecordItem::read)
                .toList();
    }

    /// Remembers a record that was made from a loaded one, by one write. An empty one is forgotten.
    ///
    /// @throws ChangedMeanwhileException when somebody else wrote since it was loaded
    @Override
    public void save(GuardRecord record) {
        try {
            if (record.isEmpty()) {
                delete(record);
            } else {
                put(record);
            }
        } catch (ConditionalCheckFailedException e) {
            throw new ChangedMeanwhileException(
                    "Another event about %s was recorded meanwhile".formatted(record.profile()), e);
        }
    }

    private void put(GuardRecord record) {
        boolean first = record.version() == 0;
        dynamo.putItem(request -> {
            request.tableName(table)
                    .item(GuardRecordItem.write(record, record.version() + 1))
                    .conditionExpression(first ? NOT_THERE : SAME_VERSION);
            if (!first) {
                request.expressionAttributeValues(version(record));
            }
        });
    }

    private void delete(GuardRecord record) {
        if (record.version() > 0) {
            dynamo.deleteItem(request ->
                    request.tableName(table)
                            .key(GuardRecordItem.key(record.profile()))
                            .conditionExpression(SAME_VERSION)
                            .expressionAttributeValues(version(record)));
        }
    }

    private static Map<String, AttributeValue> version(GuardRecord record) {
        return Map.of(":version", AttributeValue.fromN(Long.toString(record.version())));
    }
}
