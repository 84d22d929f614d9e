package dev.profileguard.state;

import dev.profileguard.iam.ChangedMeanwhileException;
import dev.profileguard.state.pause.PauseStore;
import dev.profileguard.state.stored.ItemReads;
import dev.profileguard.state.stored.StoredItems;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Stores [TagRecord]s in the baseline table, one item for each role or profile, under keys that
/// start with `tags#`. Writes use optimistic locking: they never overwrite the write of another
/// invocation.
public final class TagRecordStore implements TagRecords {
    /// The IAM permissions for all calls.
    public static final List<String> PERMISSIONS = List.of("dynamodb:GetItem", "dynamodb:PutItem");

    private final DynamoDbClient dynamo;
    private final String table;
    private final ItemReads reads;

    /// @param table the name of a table whose only key is the string attribute `profile`
    public TagRecordStore(DynamoDbClient dynamo, String table) {
        this(dynamo, table, new StoredItems(dynamo, table));
    }

    /// @param table the name of a table whose only key is the string attribute `profile`
    /// @param reads reads its items, and those that are needed with them
    public TagRecordStore(DynamoDbClient dynamo, String table, ItemReads reads) {
        this.dynamo = dynamo;
        this.table = table;
        this.reads = reads;
    }

    /// The record of a role or profile, by one consistent read; an empty record if there is none.
    ///
    /// @param subject from [dev.profileguard.iam.Subject#key()]
    /// @throws UnreadableRecordException if the item does not have the format of this version
    @Override
    public TagRecord load(String subject) {
        Map<String, AttributeValue> item = reads.item(TagRecordItem.key(subject), PauseStore.KEY);
        return item == null ? TagRecord.none(subject) : TagRecordItem.read(subject, item);
    }

    /// Stores a record that was loaded and changed, by one write.
    ///
    /// @throws ChangedMeanwhileException if another invocation wrote the record since it was loaded
    @Override
    public void save(TagRecord record) {
        new StoredItems(dynamo, table)
                .put(
                        TagRecordItem.write(record, record.version() + 1),
                        record.version(),
                        "Another event about the tags of %s was recorded meanwhile"
                                .formatted(record.subject()));
    }
}
