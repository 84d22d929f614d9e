package dev.profileguard.sandbox.aws.query;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/// Fills the SDK's builders from a form, in which each field has its name, such as `RoleName` or
/// `Tags.member.1.Key`. Unknown names are ignored.
final class FormDecoder {
    private final Map<String, List<String>> form;

    FormDecoder(Map<String, List<String>> form) {
        this.form = form;
    }

    /// Fills a builder and builds.
    ///
    /// @param prefix the prefix of each name, with its dot; empty for the request itself
    /// @throws MalformedInput if a value is not of its field's type
    Object fill(SdkPojo builder, String prefix) {
        for (SdkField<?> field : builder.sdkFields()) {
            Object value = value(field, prefix + field.locationName());
            if (value != null) {
                field.set(builder, value);
            }
        }
        return ((Buildable) builder).build();
    }

    private @Nullable Object value(SdkField<?> field, String name) {
        MarshallingType<?> type = field.marshallingType();
        if (type.equals(MarshallingType.LIST)) {
            return list(field.getRequiredTrait(ListTrait.class), name);
        }
        if (type.equals(MarshallingType.MAP)) {
            return map(field.getRequiredTrait(MapTrait.class), name);
        }
        if (type.equals(MarshallingType.SDK_POJO)) {
            return hasAny(name + ".") ? fill(field.constructor().get(), name + ".") : null;
        }
        List<String> sent = form.get(name);
        return sent == null || sent.isEmpty() ? null : scalar(type, sent.getFirst());
    }

    private static Object scalar(MarshallingType<?> type, String text) {
        try {
            if (type.equals(MarshallingType.INTEGER)) {
                return Integer.valueOf(text);
            }
            if (type.equals(MarshallingType.LONG)) {
                return Long.valueOf(text);
            }
            if (type.equals(MarshallingType.INSTANT)) {
                return Instant.parse(text);
            }
        } catch (NumberFormatException | DateTimeException unreadable) {
            throw new MalformedInput(unreadable);
        }
        return type.equals(MarshallingType.BOOLEAN) ? bool(text) : text;
    }

    private static Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new MalformedInput(null);
        };
    }

    private @Nullable List<Object> list(ListTrait trait, String name) {
        String start = trait.isFlattened() ? name + "." : name + ".member.";
        NavigableSet<Integer> numbers = numbers(start);
        if (numbers.isEmpty() && !form.containsKey(name)) {
            return null;
        }
        List<Object> values = new ArrayList<>();
        for (int number : numbers) {
            values.add(value(trait.memberFieldInfo(), start + number));
        }
        return values;
    }

    private @Nullable Map<String, Object> map(MapTrait trait, String name) {
        String start = name + ".entry.";
        Map<String, Object> values = new LinkedHashMap<>();
        for (int number : numbers(start)) {
            List<String> key = form.getOrDefault(start + number + ".key", List.of(""));
            Object value = value(trait.valueFieldInfo(), start + number + ".value");
            values.put(key.getFirst(), Objects.requireNonNullElse(value, ""));
        }
        return values.isEmpty() ? null : values;
    }

    /// The numbers that follow this prefix in the form's names, in order.
    private NavigableSet<Integer> numbers(String start) {
        NavigableSet<Integer> numbers = new TreeSet<>();
        for (String name : form.keySet()) {
            if (name.startsWith(start)) {
                String rest = name.substring(start.length());
                int dot = rest.indexOf('.');
                String number = dot < 0 ? rest : rest.substring(0, dot);
                if (number.matches("\\d{1,9}")) {
                    numbers.add(Integer.valueOf(number));
                }
            }
        }
        return numbers;
    }

    private boolean hasAny(String start) {
        return form.keySet().stream().anyMatch(name -> name.startsWith(start));
    }
}
