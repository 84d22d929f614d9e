package dev.profileguard.aws.client;

import dev.profileguard.event.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// Values for all fields of the SDK's models.
final class ModelSamples {
    /// Deeper, a model that contains itself is left empty.
    private static final int DEEPEST = 4;

    static final String TEXT = "a b&c=ä+%/\"<x>'\n{}";

    private ModelSamples() {}

    /// Sets all fields of a builder, and builds.
    static SdkPojo filled(SdkPojo builder) {
        return filled(builder, 0);
    }

    private static SdkPojo filled(SdkPojo builder, int depth) {
        for (SdkField<?> field : builder.sdkFields()) {
            Object value = value(field, depth);
            if (value != null) {
                field.set(builder, value);
            }
        }
        return (SdkPojo) ((SdkBuilder<?, ?>) builder).build();
    }

    private static @Nullable Object value(SdkField<?> field, int depth) {
        return switch (field.marshallingType().getKnownType()) {
            case STRING -> TEXT;
            case INTEGER -> 7;
            case LONG -> 8L;
            case SHORT -> (short) 9;
            case BYTE -> (byte) 1;
            case FLOAT -> 1.5f;
            case DOUBLE -> 2.5;
            case BIG_DECIMAL -> new BigDecimal("3.25");
            case BOOLEAN -> true;
            case INSTANT -> Instant.parse("2026-01-02T03:04:05Z");
            case SDK_BYTES -> SdkBytes.fromUtf8String("bytes");
            case SDK_POJO -> depth < DEEPEST ? filled(field.constructor().get(), depth + 1) : null;
            case LIST -> list(field.getTrait(ListTrait.class), depth);
            case MAP -> map(field.getTrait(MapTrait.class), depth);
            default -> null;
        };
    }

    private static @Nullable Object list(ListTrait trait, int depth) {
        Object member = value(trait.memberFieldInfo(), depth);
        return member == null ? null : List.of(member, member);
    }

    private static @Nullable Object map(MapTrait trait, int depth) {
        Object member = value(trait.valueFieldInfo(), depth);
        return member == null ? null : new LinkedHashMap<>(Map.of("key", member));
    }

    /// A value as the XML of the Query protocol.
    static String xml(SdkPojo model) {
        StringBuilder text = new StringBuilder();
        for (SdkField<?> field : model.sdkFields()) {
            Object value = field.getValueOrDefault(model);
            if (value != null) {
                text.append(element(field.unmarshallLocationName(), inner(field, value)));
            }
        }
        return text.toString();
    }

    private static String inner(SdkField<?> field, Object value) {
        MarshallingKnownType type = field.marshallingType().getKnownType();
        if (type == MarshallingKnownType.LIST) {
            StringBuilder members = new StringBuilder();
            for (Object each : (List<?>) value) {
                SdkField<?> member = field.getTrait(ListTrait.class).memberFieldInfo();
                members.append(element("member", inner(member, each)));
            }
            return members.toString();
        }
        if (type == MarshallingKnownType.MAP) {
            StringBuilder entries = new StringBuilder();
            ((Map<?, ?>) value)
                    .forEach((key, each) ->
                            entries.append(
                                    element(
                                            "entry",
                                            element("key", String.valueOf(key))
                                                    + element("value", String.valueOf(each)))));
            return entries.toString();
        }
        return value instanceof SdkPojo pojo ? xml(pojo) : escaped(String.valueOf(value));
    }

    private static String element(String name, String content) {
        return "<" + name + ">" + content + "</" + name + ">";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    /// A value as JSON.
    static String json(SdkPojo model) {
        return Json.text(fields(model));
    }

    private static Object plain(Object value) {
        return switch (value) {
            case SdkPojo pojo -> fields(pojo);
            case List<?> list -> list.stream().map(ModelSamples::plain).toList();
            case Map<?, ?> map -> {
                Map<String, Object> copy = new LinkedHashMap<>();
                map.forEach((key, each) -> copy.put(String.valueOf(key), plain(each)));
                yield copy;
            }
            case SdkBytes bytes -> Base64.getEncoder().encodeToString(bytes.asByteArray());
            case Instant time -> time.getEpochSecond();
            default -> value;
        };
    }

    private static Map<String, Object> fields(SdkPojo model) {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (SdkField<?> field : model.sdkFields()) {
            Object value = field.getValueOrDefault(model);
            if (value != null) {
                fields.put(field.unmarshallLocationName(), plain(value));
            }
        }
        return fields;
    }
}
