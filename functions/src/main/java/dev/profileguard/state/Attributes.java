package dev.profileguard.state;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads the attributes that an item must have.
final class Attributes {
    private Attributes() {}

    static String text(Map<String, AttributeValue> map, String name) {
        String text = value(map, name).s();
        if (text == null) {
            throw new IllegalStateException(name + " is no text");
        }
        return text;
    }

    static AttributeValue value(Map<String, AttributeValue> map, String name) {
        AttributeValue value = map.get(name);
        if (value == null) {
            throw new IllegalStateException(name + " is missing");
        }
        return value;
    }
}
