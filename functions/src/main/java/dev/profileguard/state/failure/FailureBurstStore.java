package dev.profileguard.state.failure;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.aws.Schema;
import dev.profileguard.state.stored.StoredItems;
import dev.profileguard.state.stored.StoredMap;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Stores [FailureBurst]s in DynamoDB, one item for each. Writes use optimistic locking. DynamoDB
/// deletes an item some days after the last event.
public final class FailureBurstStore implements FailureBursts {
    /// The IAM permissions for all calls.
    public static final List<String> PERMISSIONS = List.of("dynamodb:GetItem", "dynamodb:PutItem");

    /// Twice the longest pause, so that an item is there as long as it matters.
    private static final Duration KEPT = FailureBurst.LONGEST.multipliedBy(2);

    private static final String KEY = "profile";

    private final DynamoDbClient dynamo;
    private final String table;

    /// @param table the name of a table whose only key is the string attribute `profile`
    public FailureBurstStore(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /// Makes one consistent read.
    ///
    /// @throws dev.profileguard.state.stored.UnreadableRecordException if the item does not have
    ///   the format of this version
    @Override
    public FailureBurst load(String key) {
        Map<String, AttributeValue> item = new StoredItems(dynamo, table).item(key);
        return item == null ? FailureBurst.none(key) : read(key, item);
    }

    /// Makes one write.
    @Override
    public void save(FailureBurst burst) {
        new StoredItems(dynamo, table)
                .put(
                        item(burst.nextVersion()),
                        burst.version(),
                        "The same call failed again meanwhile");
    }

    private static Map<String, AttributeValue> item(FailureBurst burst) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put(KEY, fromS(burst.key()));
        item.put("leader", fromS(burst.leader()));
        item.put("first", fromS(burst.first().toString()));
        item.put("last", fromS(burst.last().toString()));
        item.put("count", number(burst.count()));
        if (burst.earlier() > 0) {
            item.put("earlier", number(burst.earlier()));
        }
        item.put("pauseSeconds", number(burst.pause().toSeconds()));
        item.put("seen", fromL(burst.seen().stream().map(AttributeValue::fromS).toList()));
        item.put("version", number(burst.version()));
        Schema.FIRST.put(item);
        item.put("expires", number(burst.last().plus(KEPT).getEpochSecond()));
        return item;
    }

    private static FailureBurst read(String key, Map<String, AttributeValue> item) {
        return StoredMap.read(
                key,
                item,
                Schema.FIRST,
                stored -> {
                    stored.number("expires");
                    return new FailureBurst(
                            key,
                            stored.text("leader"),
                            stored.time("first"),
                            stored.time("last"),
                            stored.number("count"),
                            stored.has("earlier") ? stored.number("earlier") : 0,
                            Duration.ofSeconds(stored.number("pauseSeconds")),
                            Objects.requireNonNull(stored.optionalTexts("seen"), "seen"),
                            stored.number("version"));
                });
    }

    private static AttributeValue number(long value) {
        return fromN(Long.toString(value));
    }
}
