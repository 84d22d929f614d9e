package dev.profileguard.sandbox.aws.cloudtrail;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.Role;

/// Requests and responses as CloudTrail writes them: the SDK's own fields, their names in lower
/// camel case, without what was not set.
final class CloudTrailFields {
    /// CloudTrail writes dates inside elements in this form, with a narrow no-break space.
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("MMM d, yyyy, h:mm:ss\u202fa", Locale.US)
                    .withZone(ZoneOffset.UTC);

    /// CloudTrail leaves these out of a role in the response of a write.
    private static final Set<String> OMITTED_FROM_ROLES =
            Set.of("MaxSessionDuration", "Description", "RoleLastUsed");

    private CloudTrailFields() {}

    /// A date inside of an element, such as `Oct 3, 2025, 8:41:04 AM`.
    static String date(Instant time) {
        return DATE.format(time);
    }

    static Map<String, Object> of(SdkPojo pojo) {
        Map<String, Object> elements = new LinkedHashMap<>();
        boolean role = pojo instanceof Role;
        for (SdkField<?> field : pojo.sdkFields()) {
            Object value = field.getValueOrDefault(pojo);
            if (isSet(value) && !(role && OMITTED_FROM_ROLES.contains(field.memberName()))) {
                elements.put(key(field.memberName()), value(value));
            }
        }
        if (pojo instanceof InstanceProfile) {
            elements.putIfAbsent("roles", List.of());
        }
        return elements;
    }

    /// `AWSServiceName` is `aWSServiceName`.
    private static String key(String member) {
        return Character.toLowerCase(member.charAt(0)) + member.substring(1);
    }

    private static Object value(Object value) {
        return switch (value) {
            case SdkPojo pojo -> of(pojo);
            case List<?> list -> list.stream().map(CloudTrailFields::value).toList();
            case Instant instant -> date(instant);
            case String text -> text.equals("PermissionsBoundaryPolicy") ? "Policy" : text;
            case Number number -> number;
            case Boolean flag -> flag;
            default -> value.toString();
        };
    }

    private static boolean isSet(@Nullable Object value) {
        return value != null
                && !(value instanceof SdkAutoConstructList)
                && !(value instanceof SdkAutoConstructMap);
    }
}
