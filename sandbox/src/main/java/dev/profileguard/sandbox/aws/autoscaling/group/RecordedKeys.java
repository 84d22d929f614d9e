package dev.profileguard.sandbox.aws.autoscaling.group;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Parameters as CloudTrail records them: with a small first letter.
public final class RecordedKeys {
    private RecordedKeys() {}

    /// The parameters of a request.
    ///
    /// @param parameters under their names in the API
    public static Map<String, Object> of(Map<?, ?> parameters) {
        Map<String, Object> recorded = new LinkedHashMap<>();
        parameters.forEach((key, value) -> {
            String name = String.valueOf(key);
            recorded.put(
                    name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1),
                    value(value));
        });
        return recorded;
    }

    private static Object value(Object value) {
        return switch (value) {
            case Map<?, ?> map -> of(map);
            case List<?> list -> list.stream().map(RecordedKeys::value).toList();
            default -> value;
        };
    }
}
