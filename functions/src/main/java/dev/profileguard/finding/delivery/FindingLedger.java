package dev.profileguard.finding.delivery;

import dev.profileguard.aws.Schema;
import dev.profileguard.finding.Rule;
import dev.profileguard.finding.delivery.FindingRecord.Entry;
import dev.profileguard.iam.ChangedMeanwhileException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// Stores [FindingRecord]s in DynamoDB, one item for each rule and subject. Writes use optimistic
/// locking: they never overwrite the write of another invocation.
public final class FindingLedger {
    /// The IAM permissions for all calls except [#preloaded()].
    public static final List<String> PERMISSIONS =
            List.of(
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    "dynamodb:UpdateItem",
                    "dynamodb:DeleteItem");

    /// The additional IAM permission for [#preloaded()].
    public static final String PRELOADING = "dynamodb:Scan";

    private static final String SAME_VERSION = "version = :version";
    private static final String ADD_INTENTS =
            """
            SET #rule = :rule, #name = :name, #begun = list_append(if_not_exists(#begun, :none), :more), \
            #entries = if_not_exists(#entries, :none), #occurred = if_not_exists(#occurred, :nothing), \
            version = if_not_exists(version, :zero) + :one, expires = :expires, #schema = :schema\
            """;

    /// The longest time for which a repair waits for the ledger.
    private static final Duration INTENT_TIMEOUT = Duration.ofSeconds(2);

    private static final String NEW_ITEM = "attribute_not_exists(subject)";

    private final DynamoDbClient dynamo;
    private final String table;

    /// The records of a scan by their key; null without a scan.
    private final @Nullable Map<String, FindingRecord> scanned;

    /// The keys that were read or written since the scan. Their scanned records may be stale.
    private final Set<String> used = new HashSet<>();

    /// @param table the name of a table whose only key is the string attribute `subject`
    public FindingLedger(DynamoDbClient dynamo, String table) {
        this(dynamo, table, null);
    }

    private FindingLedger(
            DynamoDbClient dynamo, String table, @Nullable Map<String, FindingRecord> scanned) {
        this.dynamo = dynamo;
        this.table = table;
        this.scanned = scanned;
    }

    /// A ledger for a sweep over most subjects. It reads all items now, by one call for each MB,
    /// and the first [#load] of each subject makes no call. What a newer version of the functions
    /// wrote is not loaded: a save of it is refused, and it stays as it is. Not thread-safe.
    public FindingLedger preloaded() {
        Map<String, FindingRecord> all = new HashMap<>();
        dynamo
                .scanPaginator(request -> request.tableName(table).consistentRead(true))
                .items()
                .stream()
                .filter(item -> !FindingItem.isNewer(item))
                .map(FindingItem::read)
                .forEach(record -> all.put(record.key(), record));
        return new FindingLedger(dynamo, table, all);
    }

    /// The scanned records that have an open finding, or a notice that is not sent; empty without a
    /// scan.
    public List<FindingRecord> unsettled() {
        return scanned == null
                ? List.of()
                : scanned.values().stream().filter(FindingRecord::isUnsettled).toList();
    }

    /// The record of a rule and subject, by one consistent read.
    ///
    /// @throws IllegalStateException if the item does not have the format of this version
    public FindingRecord load(Rule rule, String subject) {
        String key = FindingRecord.key(rule, subject);
        if (scanned != null && used.add(key)) {
            return scanned.getOrDefault(key, FindingRecord.none(rule, subject));
        }
        Map<String, AttributeValue> item =
                dynamo.getItem(request ->
                                request.tableName(table)
                                        .key(FindingItem.key(key))
                                        .consistentRead(true))
                        .item();
        return item == null || item.isEmpty()
                ? FindingRecord.none(rule, subject)
                : FindingItem.read(item);
    }

    /// Adds intents to a record by one update, whatever the record contains.
    ///
    /// @throws software.amazon.awssdk.core.exception.SdkException if the call fails or takes longer
    ///   than 2 seconds, or if a newer version of the functions wrote the record
    public void addIntents(Rule rule, String subject, List<Entry> intents) {
        used.add(FindingRecord.key(rule, subject));
        dynamo.updateItem(request ->
                request.tableName(table)
                        .key(FindingItem.key(FindingRecord.key(rule, subject)))
                        .updateExpression(ADD_INTENTS)
                        .conditionExpression(Schema.NOT_NEWER)
                        .expressionAttributeNames(FindingItem.NAMES)
                        .expressionAttributeValues(FindingItem.intentValues(rule, subject, intents))
                        .overrideConfiguration(call -> call.apiCallTimeout(INTENT_TIMEOUT)));
    }

    /// Stores a record that was loaded and changed, by one write. An empty record is deleted.
    ///
    /// @return the stored record, with its new version
    /// @throws ChangedMeanwhileException if another invocation wrote the record since it was loaded
    public FindingRecord save(FindingRecord record) {
        try {
            return record.isEmpty() ? delete(record) : put(record);
        } catch (ConditionalCheckFailedException e) {
            throw new ChangedMeanwhileException(
                    "Another finding about %s was recorded meanwhile".formatted(record.subject()),
                    e);
        }
    }

    private FindingRecord put(FindingRecord record) {
        boolean first = record.version() == 0;
        FindingRecord next = record.nextVersion();
        dynamo.putItem(request -> {
            request.tableName(table)
                    .item(FindingItem.write(next))
                    .conditionExpression(first ? NEW_ITEM : SAME_VERSION);
            if (!first) {
                request.expressionAttributeValues(version(record));
            }
        });
        return next;
    }

    private FindingRecord delete(FindingRecord record) {
        if (record.version() > 0) {
            dynamo.deleteItem(request ->
                    request.tableName(table)
                            .key(FindingItem.key(record.key()))
                            .conditionExpression(SAME_VERSION)
                            .expressionAttributeValues(version(record)));
        }
        return FindingRecord.none(record.rule(), record.subject());
    }

    private static Map<String, AttributeValue> version(FindingRecord record) {
        return Map.of(":version", AttributeValue.fromN(Long.toString(record.version())));
    }
}
