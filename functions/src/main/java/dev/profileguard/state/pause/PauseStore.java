package dev.profileguard.state.pause;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.aws.Schema;
import dev.profileguard.state.stored.StoredItems;
import dev.profileguard.state.stored.StoredMap;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Stores the pause as one item of the baseline table, which every function reads that writes. No
/// profile can have its key.
public final class PauseStore implements Pauses {
    /// The item's key.
    public static final String KEY = "pause#all";

    private final DynamoDbClient dynamo;
    private final String table;
    private final InstantSource clock;

    /// @param table the name of a table whose only key is the string attribute `profile`
    public PauseStore(DynamoDbClient dynamo, String table, InstantSource clock) {
        this.dynamo = dynamo;
        this.table = table;
        this.clock = clock;
    }

    /// Makes one consistent read.
    @Override
    public @Nullable Pause current() {
        return inForce(new StoredItems(dynamo, table).item(KEY));
    }

    /// The pause in an item, if it is in force.
    ///
    /// @param item null: there is none
    @Nullable Pause inForce(@Nullable Map<String, AttributeValue> item) {
        if (item == null) {
            return null;
        }
        Pause pause = StoredMap.read(KEY, item, Schema.FIRST, PauseStore::read);
        return pause.covers(clock.instant()) ? pause : null;
    }

    /// Starts a pause, or changes the one that is in force. Makes one write.
    public void save(Pause pause) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("profile", fromS(KEY));
        Schema.FIRST.put(item);
        item.put("from", fromS(String.valueOf(pause.from())));
        item.put("until", fromS(String.valueOf(pause.until())));
        item.put("reason", fromS(pause.reason()));
        item.put("requestId", fromS(pause.requestId()));
        dynamo.putItem(request -> request.tableName(table).item(item));
    }

    /// Ends the pause. Makes one write.
    public void delete() {
        dynamo.deleteItem(request -> request.tableName(table).key(Map.of("profile", fromS(KEY))));
    }

    private static Pause read(StoredMap item) {
        Instant from = item.time("from");
        return new Pause(from, item.time("until"), item.text("reason"), item.text("requestId"));
    }
}
