package dev.profileguard.aws;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads the attributes that an item must have.
public final class Attributes {
    private Attributes() {}

    public static String text(Map<String, AttributeValue> map, String name) {
        String text = value(map, name).s();
        if (text == null) {
            throw new IllegalStateException(name + " is no text");
        }
        return text;
    }

    public static AttributeValue value(Map<String, AttributeValue> map, String name) {
        AttributeValue value = map.get(name);
        if (value == null) {
            throw new IllegalStateException(name + " is missing");
        }
        return value;
    }
}
