package dev.profileguard.finding.delivery;

import static dev.profileguard.aws.Attributes.text;
import static dev.profileguard.aws.Attributes.value;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.aws.Schema;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.Rule;
import dev.profileguard.finding.delivery.FindingRecord.Claim;
import dev.profileguard.finding.delivery.FindingRecord.Entry;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The DynamoDB item of a [FindingRecord]. Times are ISO 8601 strings. `expires` is the item's time
/// to live (TTL), in seconds since 1970; it is missing while a finding is open.
final class FindingItem {
    /// The names of attributes in expressions.
    static final Map<String, String> NAMES =
            Map.of(
                    "#rule",
                    "rule",
                    "#name",
                    "name",
                    "#entries",
                    "entries",
                    "#begun",
                    "begun",
                    "#occurred",
                    "occurred",
                    Schema.NAME,
                    Schema.ATTRIBUTE);

    private FindingItem() {}

    static Map<String, AttributeValue> key(String key) {
        return Map.of("subject", fromS(key));
    }

    static Map<String, AttributeValue> write(FindingRecord record) {
        Map<String, AttributeValue> item = new LinkedHashMap<>(key(record.key()));
        item.put("rule", fromS(record.rule().text()));
        item.put("name", fromS(record.subject()));
        item.put("version", fromN(Long.toString(record.version())));
        Schema.FIRST.put(item);
        item.put("entries", write(record.entries()));
        item.put("begun", write(record.intents()));
        Map<String, AttributeValue> occurred = new LinkedHashMap<>();
        record.occurred().forEach((key, at) -> occurred.put(key, fromS(at.toString())));
        item.put("occurred", fromM(occurred));
        Instant expires = record.expires();
        if (expires != null) {
            item.put("expires", fromN(Long.toString(expires.getEpochSecond())));
        }
        return item;
    }

    /// The values for the expression that adds intents.
    static Map<String, AttributeValue> intentValues(
            Rule rule, String subject, List<Entry> intents) {
        return Map.of(
                ":expires",
                fromN(Long.toString(expires(intents).getEpochSecond())),
                ":rule",
                fromS(rule.text()),
                ":name",
                fromS(subject),
                ":more",
                write(intents),
                ":none",
                fromL(List.of()),
                ":nothing",
                fromM(Map.of()),
                ":zero",
                fromN("0"),
                ":one",
                fromN("1"),
                Schema.VALUE,
                Schema.FIRST.value());
    }

    /// If the item has an open finding, this expiry is wrong until the next write of the item
    /// removes it.
    private static Instant expires(List<Entry> intents) {
        return intents.getFirst().notice().since().plus(FindingRecord.RETENTION);
    }

    private static AttributeValue write(List<Entry> entries) {
        return fromL(entries.stream().map(entry -> fromM(write(entry))).toList());
    }

    private static Map<String, AttributeValue> write(Entry entry) {
        Finding finding = entry.notice().finding();
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        map.put("status", fromS(entry.notice().status().text()));
        map.put("since", fromS(entry.notice().since().toString()));
        map.put("kind", fromS(finding.kind().text()));
        map.put("subject", fromS(finding.subject()));
        map.put("account", fromS(finding.account()));
        map.put("actor", fromS(finding.actor()));
        map.put("cause", fromS(finding.cause()));
        map.put("done", texts(finding.done()));
        map.put("todo", texts(finding.todo()));
        map.put("eventId", fromS(finding.eventId()));
        Claim claim = entry.claim();
        if (claim != null) {
            map.put("claimedBy", fromS(claim.by()));
            map.put("claimedAt", fromS(claim.at().toString()));
        }
        return map;
    }

    private static AttributeValue texts(List<String> texts) {
        return fromL(texts.stream().map(AttributeValue::fromS).toList());
    }

    /// Whether a newer version of the functions wrote an item.
    static boolean isNewer(Map<String, AttributeValue> item) {
        return Schema.FIRST.newer(item) != null;
    }

    static FindingRecord read(Map<String, AttributeValue> item) {
        try {
            String newer = Schema.FIRST.newer(item);
            if (newer != null) {
                throw new IllegalStateException(newer);
            }
            Map<String, Instant> occurred = new LinkedHashMap<>();
            value(item, "occurred").m().forEach((k, at) -> occurred.put(k, Instant.parse(at.s())));
            return new FindingRecord(
                    one(Rule.values(), Rule::text, text(item, "rule")),
                    text(item, "name"),
                    entries(value(item, "entries")),
                    item.containsKey("begun") ? entries(value(item, "begun")) : List.of(),
                    occurred,
                    Long.parseLong(value(item, "version").n()));
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "The item for %s in the findings table does not have the format of this version: %s"
                            .formatted(item.get("subject"), e.getMessage()),
                    e);
        }
    }

    private static List<Entry> entries(AttributeValue list) {
        return list.l().stream().map(entry -> entry(entry.m())).toList();
    }

    private static Entry entry(Map<String, AttributeValue> map) {
        Finding finding =
                new Finding(
                        one(Finding.Kind.values(), Finding.Kind::text, text(map, "kind")),
                        text(map, "subject"),
                        text(map, "account"),
                        text(map, "actor"),
                        text(map, "cause"),
                        texts(map, "done"),
                        texts(map, "todo"),
                        text(map, "eventId"));
        Notice.Status status =
                one(Notice.Status.values(), Notice.Status::text, text(map, "status"));
        Instant since = Instant.parse(text(map, "since"));
        return new Entry(new Notice(finding, status, since), claim(map));
    }

    private static @Nullable Claim claim(Map<String, AttributeValue> map) {
        return map.containsKey("claimedBy")
                ? new Claim(text(map, "claimedBy"), Instant.parse(text(map, "claimedAt")))
                : null;
    }

    private static List<String> texts(Map<String, AttributeValue> map, String name) {
        return value(map, name).l().stream().map(AttributeValue::s).toList();
    }

    private static <T> T one(T[] values, Function<T, String> texts, String text) {
        return Arrays.stream(values)
                .filter(each -> texts.apply(each).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("there is no " + text));
    }
}
