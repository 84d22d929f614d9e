package dev.profileguard.sandbox.aws.query;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/// Writes the elements of a response as the SDK describes its fields. A list that was set to empty
/// becomes an empty element; a list that was not set becomes none.
final class XmlEncoder {
    private final Xml xml;

    XmlEncoder(Xml xml) {
        this.xml = xml;
    }

    /// The elements inside an object.
    void elements(SdkPojo object) {
        for (SdkField<?> field : object.sdkFields()) {
            element(field.unmarshallLocationName(), field.getValueOrDefault(object));
        }
    }

    private void element(String name, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case SdkAutoConstructList<?> unset -> {}
            case SdkAutoConstructMap<?, ?> unset -> {}
            case List<?> list -> list(name, list);
            case Map<?, ?> map -> map(name, map);
            case SdkPojo object -> object(name, object);
            case Instant time -> xml.leaf(name, DateTimeFormatter.ISO_INSTANT.format(time));
            default -> xml.leaf(name, value.toString());
        }
    }

    private void list(String name, List<?> list) {
        if (list.isEmpty()) {
            xml.empty(name);
            return;
        }
        xml.open(name);
        list.forEach(member -> element("member", member));
        xml.close(name);
    }

    private void map(String name, Map<?, ?> map) {
        if (map.isEmpty()) {
            xml.empty(name);
            return;
        }
        xml.open(name);
        map.forEach((key, value) -> {
            xml.open("entry");
            element("key", key);
            element("value", value);
            xml.close("entry");
        });
        xml.close(name);
    }

    private void object(String name, SdkPojo object) {
        if (object.sdkFields().stream().allMatch(field -> isUnset(field, object))) {
            xml.empty(name);
            return;
        }
        xml.open(name);
        elements(object);
        xml.close(name);
    }

    private static boolean isUnset(SdkField<?> field, SdkPojo object) {
        Object value = field.getValueOrDefault(object);
        return value == null
                || value instanceof SdkAutoConstructList
                || value instanceof SdkAutoConstructMap;
    }
}
