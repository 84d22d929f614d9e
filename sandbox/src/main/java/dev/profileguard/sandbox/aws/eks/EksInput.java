package dev.profileguard.sandbox.aws.eks;

import dev.profileguard.sandbox.aws.cloudtrail.Origin;
import dev.profileguard.sandbox.aws.cloudtrail.RecordedService;
import dev.profileguard.sandbox.aws.regional.Page;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The parameters of a call to EKS, from path, query and body, checked for their types.
///
/// @param values by name as CloudTrail records them: the cluster is `name`
record EksInput(RecordedService service, Origin origin, Map<?, ?> values) {
    private static final int MOST = 100;

    /// A text that has to be there.
    String text(String name) {
        String text = optional(name);
        if (text == null || text.isEmpty()) {
            throw invalid("The parameter %s is missing.".formatted(name));
        }
        return text;
    }

    /// A text; null: the request does not have it.
    @Nullable String optional(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof String) {
            return (String) value;
        }
        throw wrongType(name);
    }

    String text(String name, String absent) {
        String text = optional(name);
        return text == null ? absent : text;
    }

    /// A structure; empty: the request does not have it.
    EksInput in(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof Map<?, ?>) {
            return new EksInput(service, origin, value == null ? Map.of() : (Map<?, ?>) value);
        }
        throw wrongType(name);
    }

    /// A structure as it was sent; empty: the request does not have it.
    Map<String, Object> map(String name) {
        Map<String, Object> map = new LinkedHashMap<>();
        in(name).values().forEach((key, value) -> map.put(String.valueOf(key), value));
        return map;
    }

    /// A list of texts, perhaps empty.
    List<String> texts(String name) {
        Object value = values.get(name);
        if (value == null) {
            return List.of();
        }
        if (value instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            return list.stream().map(String.class::cast).toList();
        }
        throw wrongType(name);
    }

    /// A list of structures, perhaps empty.
    List<?> list(String name) {
        Object value = values.get(name);
        if (value == null || value instanceof List<?>) {
            return value == null ? List.of() : (List<?>) value;
        }
        throw wrongType(name);
    }

    boolean flag(String name, boolean absent) {
        Object value = values.get(name);
        if (value == null || value instanceof Boolean) {
            return value == null ? absent : (Boolean) value;
        }
        throw wrongType(name);
    }

    /// A whole number. In a URL, it is a text.
    int number(String name, int absent) {
        Object value = values.get(name);
        if (value == null) {
            return absent;
        }
        if (value instanceof Integer number) {
            return number;
        }
        if (value instanceof String text && text.matches("-?\\d{1,9}")) {
            return Integer.parseInt(text);
        }
        throw wrongType(name);
    }

    String region() {
        return origin.region();
    }

    /// The page of a List call that the request asks for.
    ///
    /// @param key of the list in the response
    <T> Map<String, Object> page(String key, List<T> all) {
        int size = number("maxResults", MOST);
        if (size < 1 || size > MOST) {
            throw invalid("The parameter maxResults must be from 1 to 100.");
        }
        Page<T> page =
                Page.of(all, size, optional("nextToken"))
                        .orElseThrow(() -> invalid("The nextToken is invalid."));
        Map<String, Object> response = new LinkedHashMap<>();
        response.put(key, page.items());
        if (page.next() != null) {
            response.put("nextToken", page.next());
        }
        return response;
    }

    RuntimeException invalid(String message) {
        return service.refusal("InvalidParameterException", message);
    }

    private RuntimeException wrongType(String name) {
        return invalid("The parameter %s is of another type.".formatted(name));
    }
}
