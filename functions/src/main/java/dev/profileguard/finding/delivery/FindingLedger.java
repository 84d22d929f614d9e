package dev.profileguard.finding.delivery;

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

/// Keeps [FindingRecord]s in DynamoDB, one item for a rule and subject. A record that somebody else
/// wrote meanwhile is never overwritten.
public final class FindingLedger {
    /// What its calls need.
    public static final List<String> PERMISSIONS =
            List.of(
                    "dynamodb:GetItem",
                    "dynamodb:PutItem",
                    "dynamodb:UpdateItem",
                    "dynamodb:DeleteItem");

    /// What [#preloaded()] needs besides.
    public static final String PRELOADING = "dynamodb:Scan";

    private static final String SAME_VERSION = "version = :version";
    private static final String ADD_BEGUN =
            """
            SET #rule = :rule, #name = :name, #begun = list_append(if_not_exists(#begun, :none), :more), \
            #entries = if_not_exists(#entries, :none), #occurred = if_not_exists(#occurred, :nothing), \
            version = if_not_exists(version, :zero) + :one, expires = :expires\
            """;

    /// A repair does not wait longer for it.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final String NOT_THERE = "attribute_not_exists(subject)";

    private final DynamoDbClient dynamo;
    private final String table;

    /// What a scan has read; null: nothing was scanned.
    private final @Nullable Map<String, FindingRecord> scanned;

    /// The subjects that were asked for since, which may have changed.
    private final Set<String> asked = new HashSet<>();

    /// Keeps them in this table, whose only key is the text attribute `subject`.
    public FindingLedger(DynamoDbClient dynamo, String table) {
        this(dynamo, table, null);
    }

    private FindingLedger(
            DynamoDbClient dynamo, String table, @Nullable Map<String, FindingRecord> scanned) {
        this.dynamo = dynamo;
        this.table = table;
        this.scanned = scanned;
    }

    /// The same for somebody who will ask for most of the subjects: all items are read now, a page
    /// of 1 MB a call, and the first [#load] of each subject reads nothing. Not thread-safe.
    public FindingLedger preloaded() {
        Map<String, FindingRecord> all = new HashMap<>();
        dynamo.scanPaginator(request -> request.tableName(table).consistentRead(true))
                .items()
                .forEach(item -> {
                    FindingRecord record = FindingItem.read(item);
                    all.put(record.key(), record);
                });
        return new FindingLedger(dynamo, table, all);
    }

    /// What people were told of a subject, by one consistent read.
    ///
    /// @throws IllegalStateException when the item is not one that this version wrote
    public FindingRecord load(Rule rule, String subject) {
        String key = FindingRecord.key(rule, subject);
        if (scanned != null && asked.add(key)) {
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

    /// Adds what somebody has begun, by one write, whatever else is there.
    ///
    /// @throws software.amazon.awssdk.core.exception.SdkException when that fails, or takes long
    public void begin(Rule rule, String subject, List<Entry> begun) {
        asked.add(FindingRecord.key(rule, subject));
        dynamo.updateItem(request ->
                request.tableName(table)
                        .key(FindingItem.key(FindingRecord.key(rule, subject)))
                        .updateExpression(ADD_BEGUN)
                        .expressionAttributeNames(FindingItem.NAMES)
                        .expressionAttributeValues(FindingItem.begun(rule, subject, begun))
                        .overrideConfiguration(call -> call.apiCallTimeout(PATIENCE)));
    }

    /// Remembers a record that was made from a loaded one, by one write. An empty one is forgotten.
    ///
    /// @return the record as it is stored now
    /// @throws ChangedMeanwhileException when somebody else wrote since it was loaded
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
        FindingRecord next = record.written();
        dynamo.putItem(request -> {
            request.tableName(table)
                    .item(FindingItem.write(next))
                    .conditionExpression(first ? NOT_THERE : SAME_VERSION);
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
