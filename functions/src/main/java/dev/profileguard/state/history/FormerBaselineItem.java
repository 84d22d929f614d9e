package dev.profileguard.state.history;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;

import dev.profileguard.iam.RoleName;
import dev.profileguard.iam.Tags;
import dev.profileguard.state.stored.StoredMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A [FormerBaseline] as a part of a DynamoDB item.
public final class FormerBaselineItem {
    private FormerBaselineItem() {}

    /// The attributes of an earlier baseline.
    public static Map<String, AttributeValue> write(FormerBaseline former) {
        Map<String, AttributeValue> map = new LinkedHashMap<>();
        map.put("profileId", fromS(former.profileId()));
        map.put("path", fromS(former.path()));
        if (former.role() != null) {
            map.put("roleName", fromS(former.role().value()));
        }
        if (former.roleId() != null) {
            map.put("roleId", fromS(former.roleId()));
        }
        Map<String, AttributeValue> tags = new LinkedHashMap<>();
        former.tags().values().forEach((key, value) -> tags.put(key, fromS(value)));
        map.put("tags", fromM(tags));
        map.put("asOf", fromS(former.asOf().toString()));
        map.put("by", fromS(former.by()));
        map.put("eventId", fromS(former.eventId()));
        map.put("until", fromS(former.until().toString()));
        if (former.provisional()) {
            map.put("provisional", fromBool(true));
        }
        return map;
    }

    /// Reads an earlier baseline.
    ///
    /// @throws RuntimeException if this version does not write such attributes
    public static FormerBaseline read(StoredMap map) {
        return new FormerBaseline(
                map.text("profileId"),
                map.text("path"),
                role(map.optionalText("roleName")),
                map.optionalText("roleId"),
                new Tags(map.texts("tags")),
                map.time("asOf"),
                map.text("by"),
                map.text("eventId"),
                map.flag("provisional"),
                map.time("until"));
    }

    private static @Nullable RoleName role(@Nullable String name) {
        return name == null ? null : new RoleName(name);
    }
}
