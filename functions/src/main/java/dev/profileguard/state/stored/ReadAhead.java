package dev.profileguard.state.stored;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads an item and those that are probably needed next by one consistent call. What was read
/// ahead answers one read, within a short time; then the table is asked again. So a record that is
/// read again after a conflict is never an old one.
///
/// Not thread-safe.
public final class ReadAhead implements ItemReads {
    private final StoredItems items;
    private final InstantSource clock;
    private final Duration counts;
    private Map<String, Map<String, AttributeValue>> ahead = Map.of();
    private Instant at = Instant.EPOCH;

    /// @param counts how long an item that was read ahead is taken for what is in the table
    public ReadAhead(StoredItems items, InstantSource clock, Duration counts) {
        this.items = items;
        this.clock = clock;
        this.counts = counts;
    }

    /// An item that was read ahead.
    ///
    /// @param item null: there is none
    /// @param at when it was read, or shortly before
    public record Found(@Nullable Map<String, AttributeValue> item, Instant at) {}

    @Override
    public @Nullable Map<String, AttributeValue> item(String key, String... alongside) {
        Found found = found(key);
        if (found == null && alongside.length > 0) {
            readTogether(key, alongside);
            found = taken(key);
        }
        return found == null ? items.item(key) : found.item();
    }

    @Override
    public @Nullable Map<String, AttributeValue> earlierItem(String key) {
        Found found = taken(key);
        return found == null ? items.item(key) : found.item();
    }

    /// The item, if it was read ahead recently and not used yet; null: the table has to be asked.
    public @Nullable Found found(String key) {
        return clock.instant().isBefore(at.plus(counts)) ? taken(key) : null;
    }

    private void readTogether(String key, String... alongside) {
        List<String> keys = new ArrayList<>(List.of(alongside));
        keys.add(key);
        ahead = Map.of();
        at = clock.instant();
        ahead = new HashMap<>(items.all(keys));
    }

    private @Nullable Found taken(String key) {
        if (!ahead.containsKey(key)) {
            return null;
        }
        Map<String, AttributeValue> item = ahead.remove(key);
        return new Found(item == null || item.isEmpty() ? null : item, at);
    }
}
