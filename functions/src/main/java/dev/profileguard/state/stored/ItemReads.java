package dev.profileguard.state.stored;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads items of the baseline table by their keys.
public interface ItemReads {
    /// The item with this key, as it is in the table; null: there is none.
    ///
    /// @param alongside the keys of items that are probably needed next
    @Nullable Map<String, AttributeValue> item(String key, String... alongside);

    /// The same for an item on which no decision rests: it may be older.
    default @Nullable Map<String, AttributeValue> earlierItem(String key) {
        return item(key);
    }
}
