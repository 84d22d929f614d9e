package dev.profileguard.aws;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The number of the form in which a kind of item is stored, in its attribute `schema`. An item
/// without it was written before there were numbers, and is read as number 1. Each kind counts for
/// itself. What a newer version of the functions wrote is neither read nor overwritten, so that
/// nothing is lost while an earlier version is deployed again.
///
/// @param number from 1
public record Schema(int number) {
    /// The form in which all kinds of items are stored since there are numbers.
    public static final Schema FIRST = new Schema(1);

    /// The name of the attribute.
    public static final String ATTRIBUTE = "schema";

    /// `schema` is a reserved word of DynamoDB. See
    /// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/ReservedWords.html
    public static final String NAME = "#schema";

    public static final String VALUE = ":schema";

    /// The condition of a write that does not read the item first: no newer version wrote it.
    public static final String NOT_NEWER =
            "(attribute_not_exists(%s) OR %s <= %s)".formatted(NAME, NAME, VALUE);

    /// Adds the number to an item that is about to be written.
    public void put(Map<String, AttributeValue> item) {
        item.put(ATTRIBUTE, value());
    }

    /// The names in [#NOT_NEWER].
    public static Map<String, String> names() {
        return Map.of(NAME, ATTRIBUTE);
    }

    /// The value in [#NOT_NEWER].
    public Map<String, AttributeValue> values() {
        return values(Map.of());
    }

    /// The value in [#NOT_NEWER], and others.
    public Map<String, AttributeValue> values(Map<String, AttributeValue> others) {
        Map<String, AttributeValue> values = new HashMap<>(others);
        values.put(VALUE, value());
        return values;
    }

    /// Why an item must not be read: a newer version wrote it; null: it can be read, if it has the
    /// form.
    public @Nullable String newer(Map<String, AttributeValue> item) {
        AttributeValue given = item.get(ATTRIBUTE);
        return given == null || given.n() == null || !isNewer(given.n())
                ? null
                : "a newer version of Profile Guard wrote it (schema %s; this version reads up to %d)"
                        .formatted(given.n(), number);
    }

    /// Whether an item has a number that no version writes.
    public boolean isWrong(Map<String, AttributeValue> item) {
        AttributeValue given = item.get(ATTRIBUTE);
        return given != null && (given.n() == null || !given.n().matches("[1-9]\\d{0,8}"));
    }

    private boolean isNewer(String given) {
        return given.matches("[1-9]\\d{0,8}") && Integer.parseInt(given) > number;
    }

    /// The number as an attribute.
    public AttributeValue value() {
        return fromN(Integer.toString(number));
    }
}
