package dev.profileguard.state.stored;

import dev.profileguard.aws.Schema;
import dev.profileguard.text.VisibleText;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads an item of the baseline table strictly. An attribute that is missing, has another type, or
/// is never read is an error: a row in the table is as good as a call, so only what this version
/// writes is read. A later version that writes other attributes is refused in the same way.
///
/// Not thread-safe.
public final class StoredMap {
    private static final String KEY = "profile";

    private final String path;
    private final Map<String, AttributeValue> map;
    private final Set<String> known = new HashSet<>();

    private StoredMap(String path, Map<String, AttributeValue> map) {
        this.path = path;
        this.map = map;
    }

    /// Reads an item completely.
    ///
    /// @param key the item's key, for errors
    /// @param schema the newest form that can be read
    /// @param reader reads all attributes apart from the key and the schema
    /// @throws NewerRecordException if a newer version wrote the item
    /// @throws UnreadableRecordException if the item has another form
    public static <T> T read(
            String key,
            Map<String, AttributeValue> item,
            Schema schema,
            Function<StoredMap, T> reader) {
        String newer = schema.newer(item);
        if (newer != null) {
            throw new NewerRecordException(key, newer);
        }
        StoredMap top = new StoredMap("", item);
        try {
            top.known.add(KEY);
            top.known.add(Schema.ATTRIBUTE);
            if (schema.isWrong(item)) {
                throw top.wrong(Schema.ATTRIBUTE, "is not a whole number from 1");
            }
            T result = reader.apply(top);
            top.end();
            return result;
        } catch (RuntimeException e) {
            throw new UnreadableRecordException(key, String.valueOf(e.getMessage()), e);
        }
    }

    /// The key of an item; empty: it has none.
    public static String key(Map<String, AttributeValue> item) {
        AttributeValue key = item.get(KEY);
        return key == null || key.s() == null ? "" : key.s();
    }

    /// Whether the attribute exists.
    public boolean has(String name) {
        known.add(name);
        return map.containsKey(name);
    }

    /// A string.
    public String text(String name) {
        return text(name, value(name));
    }

    /// A string; null: the attribute does not exist.
    public @Nullable String optionalText(String name) {
        return has(name) ? text(name) : null;
    }

    /// A time in ISO 8601.
    public Instant time(String name) {
        return time(name, text(name));
    }

    /// A time in ISO 8601; null: the attribute does not exist.
    public @Nullable Instant optionalTime(String name) {
        return has(name) ? time(name) : null;
    }

    /// Times in ISO 8601 by any keys; empty if the attribute does not exist.
    public Map<String, Instant> times(String name) {
        Map<String, Instant> times = new LinkedHashMap<>();
        texts(name).forEach((key, text) -> times.put(key, time(name, text)));
        return times;
    }

    /// A whole number from 1.
    public long number(String name) {
        String number = value(name).n();
        if (number == null || !number.matches("[1-9]\\d{0,18}")) {
            throw wrong(name, "is not a whole number from 1");
        }
        return Long.parseLong(number);
    }

    /// Whether a flag is set. A flag that is not set has no attribute.
    public boolean flag(String name) {
        if (has(name) && !Boolean.TRUE.equals(value(name).bool())) {
            throw wrong(name, "is not true");
        }
        return map.containsKey(name);
    }

    /// Strings by any keys; empty if the attribute does not exist.
    public Map<String, String> texts(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (has(name)) {
            entries(name).forEach((key, value) -> texts.put(key, text(name, value)));
        }
        return texts;
    }

    /// A list of strings; null: the attribute does not exist.
    public @Nullable List<String> optionalTexts(String name) {
        return has(name) ? values(name).stream().map(value -> text(name, value)).toList() : null;
    }

    /// The map in an attribute, read completely; null: the attribute does not exist.
    public <T> @Nullable T optional(String name, Function<StoredMap, T> reader) {
        return has(name) ? inner(name, entries(name), reader) : null;
    }

    /// The maps in a list, each read completely; empty if the attribute does not exist.
    public <T> List<T> all(String name, Function<StoredMap, T> reader) {
        return has(name)
                ? values(name).stream()
                        .map(value -> {
                            if (!value.hasM()) {
                                throw wrong(name, "is not a list of maps");
                            }
                            return inner(name, value.m(), reader);
                        })
                        .toList()
                : List.of();
    }

    /// The error for an attribute with an invalid value.
    public IllegalStateException wrong(String name, String problem) {
        return new IllegalStateException(VisibleText.excerpt(path + name) + " " + problem);
    }

    private <T> T inner(
            String name, Map<String, AttributeValue> values, Function<StoredMap, T> reader) {
        StoredMap inner = new StoredMap(path + name + ".", values);
        T result = reader.apply(inner);
        inner.end();
        return result;
    }

    private void end() {
        for (String name : map.keySet()) {
            if (!known.contains(name)) {
                throw wrong(name, "is not an attribute of it");
            }
        }
    }

    private AttributeValue value(String name) {
        known.add(name);
        AttributeValue value = map.get(name);
        if (value == null) {
            throw wrong(name, "is missing");
        }
        return value;
    }

    private Map<String, AttributeValue> entries(String name) {
        AttributeValue value = value(name);
        if (!value.hasM()) {
            throw wrong(name, "is not a map");
        }
        return value.m();
    }

    private List<AttributeValue> values(String name) {
        AttributeValue value = value(name);
        if (!value.hasL()) {
            throw wrong(name, "is not a list");
        }
        return value.l();
    }

    private String text(String name, AttributeValue value) {
        if (value.s() == null) {
            throw wrong(name, "is not a string");
        }
        return value.s();
    }

    private Instant time(String name, String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            IllegalStateException error = wrong(name, "is not a time in ISO 8601");
            error.initCause(e);
            throw error;
        }
    }
}
