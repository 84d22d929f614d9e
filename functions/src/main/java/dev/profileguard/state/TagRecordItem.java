package dev.profileguard.state;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.aws.Schema;
import dev.profileguard.state.repair.RepairItem;
import dev.profileguard.state.stored.StoredItems;
import dev.profileguard.state.stored.StoredMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The DynamoDB item of a [TagRecord]. Times are ISO 8601 strings. Missing maps and lists are read
/// as empty.
final class TagRecordItem {
    private static final String PREFIX = "tags#";

    private TagRecordItem() {}

    static String key(String subject) {
        return PREFIX + subject;
    }

    /// Whose record an item is; null: it is another item.
    static @Nullable String subject(Map<String, AttributeValue> item) {
        return StoredItems.keyAfter(PREFIX, item);
    }

    static Map<String, AttributeValue> write(TagRecord record, long version) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("profile", fromS(key(record.subject())));
        item.put("version", fromN(Long.toString(version)));
        Schema.FIRST.put(item);
        item.put("carried", texts(record.inherited()));
        item.put("before", texts(record.replaced()));
        Map<String, String> written = new LinkedHashMap<>();
        record.writtenAt().forEach((key, at) -> written.put(key, at.toString()));
        item.put("written", texts(written));
        item.put(
                "repairs",
                fromL(record.repairs().stream().map(r -> fromM(RepairItem.write(r))).toList()));
        return item;
    }

    /// Reads an item.
    ///
    /// @throws UnreadableRecordException if this version does not write such an item
    static TagRecord read(String subject, Map<String, AttributeValue> item) {
        return StoredMap.read(
                key(subject),
                item,
                Schema.FIRST,
                stored ->
                        new TagRecord(
                                subject,
                                stored.texts("carried"),
                                stored.texts("before"),
                                stored.times("written"),
                                stored.all("repairs", RepairItem::read),
                                stored.number("version")));
    }

    private static AttributeValue texts(Map<String, String> texts) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        texts.forEach((key, value) -> map.put(key, fromS(value)));
        return fromM(map);
    }
}
