package dev.profileguard.aws;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// Reads required attributes of a DynamoDB item.
public final class Attributes {
    private Attributes() {}

    /// The string in an attribute.
    ///
    /// @throws IllegalStateException if the attribute is missing or not a string
    public static String text(Map<String, AttributeValue> map, String name) {
        String text = value(map, name).s();
        if (text == null) {
            throw new IllegalStateException(name + " is not a string");
        }
        return text;
    }

    /// The value of an attribute.
    ///
    /// @throws IllegalStateException if the attribute is missing
    public static AttributeValue value(Map<String, AttributeValue> map, String name) {
        AttributeValue value = map.get(name);
        if (value == null) {
            throw new IllegalStateException(name + " is missing");
        }
        return value;
    }
}
