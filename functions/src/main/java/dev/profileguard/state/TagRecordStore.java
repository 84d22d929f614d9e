package dev.profileguard.state;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.iam.ChangedMeanwhileException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// Keeps [TagRecord]s in the table of the baselines, one item a role or profile, under keys that
/// start with `tags#`. A record that somebody else wrote meanwhile is never overwritten.
public final class TagRecordStore implements TagRecords {
    /// What its calls need.
    public static final List<String> PERMISSIONS = List.of("dynamodb:GetItem", "dynamodb:PutItem");

    private final DynamoDbClient dynamo;
    private final String table;

    /// Keeps them in this table, whose only key is the text attribute `profile`.
    public TagRecordStore(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /// What is remembered, by one consistent read.
    ///
    /// @param subject as [dev.profileguard.iam.Subject#key()] has it
    /// @throws IllegalStateException when the item is not one that this version wrote
    @Override
    public TagRecord load(String subject) {
        Map<String, AttributeValue> key = Map.of("profile", fromS(TagRecordItem.key(subject)));
        Map<String, AttributeValue> item =
                dynamo.getItem(request -> request.tableName(table).key(key).consistentRead(true))
                        .item();
        return item == null || item.isEmpty()
                ? TagRecord.none(subject)
                : TagRecordItem.read(subject, item);
    }

    /// Remembers a record that was made from a loaded one, by one write.
    ///
    /// @throws ChangedMeanwhileException when somebody else wrote since it was loaded
    @Override
    public void save(TagRecord record) {
        boolean first = record.version() == 0;
        try {
            dynamo.putItem(request -> {
                request.tableName(table)
                        .item(TagRecordItem.write(record, record.version() + 1))
                        .conditionExpression(
                                first ? "attribute_not_exists(profile)" : "version = :version");
                if (!first) {
                    request.expressionAttributeValues(
                            Map.of(":version", fromN(Long.toString(record.version()))));
                }
            });
        } catch (ConditionalCheckFailedException e) {
            throw new ChangedMeanwhileException(
                    "Another event about the tags of %s was recorded meanwhile"
                            .formatted(record.subject()),
                    e);
        }
    }
}
