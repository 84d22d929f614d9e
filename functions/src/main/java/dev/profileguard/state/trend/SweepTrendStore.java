package dev.profileguard.state.trend;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.aws.Schema;
import dev.profileguard.state.stored.StoredMap;
import dev.profileguard.state.stored.UnreadableRecordException;
import java.util.LinkedHashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// Stores the trend as one item of the baseline table. It is only shown: nothing is decided by it,
/// so the last of two sweeps that overlap may replace the other one's point: a sweep reads the
/// trend at its start.
public final class SweepTrendStore {
    private static final String KEY = "trend#sweeps";

    private final DynamoDbClient dynamo;
    private final String table;

    /// @param table the name of a table whose only key is the string attribute `profile`
    public SweepTrendStore(DynamoDbClient dynamo, String table) {
        this.dynamo = dynamo;
        this.table = table;
    }

    /// Whether an item is the trend.
    public static boolean isTrend(Map<String, AttributeValue> item) {
        return KEY.equals(StoredMap.key(item));
    }

    /// Reads the item. One that no sweep of this version writes counts as empty.
    public static SweepTrend read(Map<String, AttributeValue> item) {
        try {
            return StoredMap.read(
                    KEY,
                    item,
                    Schema.FIRST,
                    map -> new SweepTrend(map.all("points", SweepTrendStore::point)));
        } catch (UnreadableRecordException e) {
            return SweepTrend.EMPTY;
        }
    }

    private static SweptPoint point(StoredMap map) {
        return new SweptPoint(
                map.time("time"),
                count(map, "done"),
                count(map, "open"),
                count(map, "critical"),
                count(map, "warning"),
                count(map, "failed"));
    }

    /// An attribute that is missing stands for 0.
    private static long count(StoredMap map, String name) {
        return map.has(name) ? map.number(name) : 0;
    }

    /// Stores the trend, by one write. It does not replace what a newer version stored.
    public void save(SweepTrend trend) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("profile", fromS(KEY));
        item.put("points", fromL(trend.points().stream().map(SweepTrendStore::write).toList()));
        Schema.FIRST.put(item);
        try {
            dynamo.putItem(put ->
                    put.tableName(table)
                            .item(item)
                            .conditionExpression(Schema.NOT_NEWER)
                            .expressionAttributeNames(Schema.names())
                            .expressionAttributeValues(Schema.FIRST.values()));
        } catch (ConditionalCheckFailedException e) {
            return;
        }
    }

    private static AttributeValue write(SweptPoint point) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        map.put("time", fromS(point.time().toString()));
        put(map, "done", point.done());
        put(map, "open", point.open());
        put(map, "critical", point.critical());
        put(map, "warning", point.warning());
        put(map, "failed", point.failed());
        return fromM(map);
    }

    private static void put(Map<String, AttributeValue> map, String name, long count) {
        if (count > 0) {
            map.put(name, fromN(Long.toString(count)));
        }
    }
}
