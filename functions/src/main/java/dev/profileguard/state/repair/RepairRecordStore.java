package dev.profileguard.state.repair;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.aws.Schema;
import dev.profileguard.state.pause.PauseStore;
import dev.profileguard.state.stored.ItemReads;
import dev.profileguard.state.stored.StoredItems;
import dev.profileguard.state.stored.StoredMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Stores [RepairRecord]s in the baseline table, one item for each role, under keys that start with
/// `repairs#`. Writes use optimistic locking: they never overwrite the write of another invocation.
public final class RepairRecordStore implements RepairRecords {
    /// The IAM permissions for all calls.
    public static final List<String> PERMISSIONS = List.of("dynamodb:GetItem", "dynamodb:PutItem");

    private final DynamoDbClient dynamo;
    private final String table;
    private final ItemReads reads;

    /// @param table the name of a table whose only key is the string attribute `profile`
    public RepairRecordStore(DynamoDbClient dynamo, String table) {
        this(dynamo, table, new StoredItems(dynamo, table));
    }

    /// @param table the name of a table whose only key is the string attribute `profile`
    /// @param reads reads its items, and those that are needed with them
    public RepairRecordStore(DynamoDbClient dynamo, String table, ItemReads reads) {
        this.dynamo = dynamo;
        this.table = table;
        this.reads = reads;
    }

    /// Makes one consistent read.
    @Override
    public RepairRecord load(String subject) {
        String key = key(subject);
        Map<String, AttributeValue> item = reads.item(key, PauseStore.KEY);
        return item == null
                ? RepairRecord.none(subject)
                : StoredMap.read(
                        key,
                        item,
                        Schema.FIRST,
                        stored ->
                                new RepairRecord(
                                        subject,
                                        stored.all("repairs", RepairItem::read),
                                        stored.number("version")));
    }

    /// Makes one write.
    @Override
    public void save(RepairRecord record) {
        new StoredItems(dynamo, table)
                .put(
                        item(record),
                        record.version(),
                        "Another repair of %s was recorded meanwhile".formatted(record.subject()));
    }

    private static Map<String, AttributeValue> item(RepairRecord record) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("profile", fromS(key(record.subject())));
        item.put(
                "repairs",
                fromL(
                        record.repairs().stream()
                                .map(each -> fromM(RepairItem.write(each)))
                                .toList()));
        item.put("version", fromN(Long.toString(record.version() + 1)));
        Schema.FIRST.put(item);
        return item;
    }

    /// IAM ignores the case of names.
    private static String key(String subject) {
        return "repairs#" + subject.toLowerCase(Locale.ROOT);
    }
}
