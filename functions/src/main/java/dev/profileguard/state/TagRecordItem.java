package dev.profileguard.state;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The DynamoDB item of a [TagRecord]. Times are ISO 8601 strings. Missing attributes are read as
/// empty.
final class TagRecordItem {
    private static final AttributeValue NOTHING = AttributeValue.builder().build();

    private TagRecordItem() {}

    static String key(String subject) {
        return "tags#" + subject;
    }

    static Map<String, AttributeValue> write(TagRecord record, long version) {
        Map<String, AttributeValue> item = new LinkedHashMap<>();
        item.put("profile", fromS(key(record.subject())));
        item.put("version", fromN(Long.toString(version)));
        item.put("carried", texts(record.inherited()));
        item.put("before", texts(record.replaced()));
        Map<String, String> written = new LinkedHashMap<>();
        record.writtenAt().forEach((key, at) -> written.put(key, at.toString()));
        item.put("written", texts(written));
        item.put(
                "repairs",
                fromL(
                        record.repairs().stream()
                                .map(r -> fromM(GuardRecordItem.write(r)))
                                .toList()));
        return item;
    }

    static TagRecord read(String subject, Map<String, AttributeValue> item) {
        try {
            List<Repair> repairs =
                    item.getOrDefault("repairs", NOTHING).l().stream()
                            .map(repair -> GuardRecordItem.repair(repair.m()))
                            .toList();
            Map<String, Instant> written = new LinkedHashMap<>();
            texts(item, "written").forEach((key, at) -> written.put(key, Instant.parse(at)));
            return new TagRecord(
                    subject,
                    texts(item, "carried"),
                    texts(item, "before"),
                    written,
                    repairs,
                    Long.parseLong(item.getOrDefault("version", NOTHING).n()));
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "The item for %s in the baseline table does not have the format of this version: %s"
                            .formatted(key(subject), e.getMessage()),
                    e);
        }
    }

    private static AttributeValue texts(Map<String, String> texts) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        texts.forEach((key, value) -> map.put(key, fromS(value)));
        return fromM(map);
    }

    private static Map<String, String> texts(Map<String, AttributeValue> item, String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        item.getOrDefault(name, NOTHING).m().forEach((key, value) -> texts.put(key, value.s()));
        return texts;
    }
}
