package dev.profileguard.sandbox.account;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.utils.builder.Buildable;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/// Reads objects as the SDK's classes describe them. Elements that they do not know are left out.
final class SdkShapeReader {
    /// No entry of an account is longer: a thousand profiles of one role, each with its trust
    /// policy, take a tenth.
    private static final long LONGEST_ENTRY = 64L << 20;

    private final String file;
    private final JsonParser parser;
    private final Documents documents;
    private long began;

    SdkShapeReader(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
        this.documents = new Documents(this, parser);
    }

    /// Where the current token begins.
    SourceLocation place() {
        return SourceLocation.of(file, parser.currentTokenLocation(), field());
    }

    /// Where the parser stopped.
    SourceLocation reached() {
        return SourceLocation.of(file, parser.currentLocation(), field());
    }

    /// Begins an entry of the account at the current token.
    SourceLocation begin() {
        SourceLocation place = place();
        began = place.offset();
        return place;
    }

    void expect(JsonToken token, String what) {
        if (!parser.hasToken(token)) {
            throw wrong("expected %s, and there is %s".formatted(what, found()));
        }
    }

    /// The object at the current token, built.
    ///
    /// @throws AccountFileException when an element is of another type, or is missing that IAM
    ///   always gives
    <T extends SdkPojo> T read(SdkBuilder<?, T> builder, SourceLocation place) throws IOException {
        fill((SdkPojo) builder);
        T built = builder.build();
        RequiredFields.check(built, place);
        return built;
    }

    AccountFileException wrong(String what) {
        return AccountFileException.at(place(), what);
    }

    String found() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a text";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "a truth value";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
            case null, default -> "something else";
        };
    }

    private void fill(SdkPojo builder) throws IOException {
        Map<String, SdkField<?>> fields = builder.sdkFieldNameToField();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            SdkField<?> field = fields.get(parser.currentName());
            if (parser.nextToken() == JsonToken.VALUE_NULL
                    && !parser.currentName().equals("AssumeRolePolicyDocument")) {
                continue;
            }
            if (field == null) {
                parser.skipChildren();
            } else {
                field.set(builder, value(field));
            }
        }
    }

    private @Nullable Object value(SdkField<?> field) throws IOException {
        MarshallingType<?> type = field.marshallingType();
        if (type.equals(MarshallingType.LIST)) {
            return list(field.getRequiredTrait(ListTrait.class).memberFieldInfo());
        }
        if (type.equals(MarshallingType.SDK_POJO)) {
            expect(JsonToken.START_OBJECT, "an object");
            return object(field.constructor().get(), place());
        }
        if (type.equals(MarshallingType.INTEGER)) {
            expect(JsonToken.VALUE_NUMBER_INT, "a number");
            return parser.getIntValue();
        }
        if (type.equals(MarshallingType.BOOLEAN)) {
            return truth();
        }
        if (type.equals(MarshallingType.INSTANT)) {
            return time();
        }
        return Documents.isOne(field.memberName()) ? documents.read() : text();
    }

    private Object object(SdkPojo builder, SourceLocation place) throws IOException {
        fill(builder);
        Object built = ((Buildable) builder).build();
        if (built instanceof SdkPojo shape) {
            RequiredFields.check(shape, place);
        }
        return built;
    }

    private List<Object> list(SdkField<?> member) throws IOException {
        expect(JsonToken.START_ARRAY, "a list");
        List<Object> values = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentTokenLocation().getByteOffset() - began > LONGEST_ENTRY) {
                throw wrong("the entry is longer than any that IAM gives");
            }
            Object value = value(member);
            if (value != null) {
                values.add(value);
            }
        }
        return values;
    }

    private String text() throws IOException {
        expect(JsonToken.VALUE_STRING, "a text");
        return parser.getText();
    }

    private boolean truth() {
        if (!parser.hasToken(JsonToken.VALUE_TRUE)) {
            expect(JsonToken.VALUE_FALSE, "true or false");
        }
        return parser.hasToken(JsonToken.VALUE_TRUE);
    }

    /// A time as the AWS CLI and boto3 print it, with a `T` or a blank.
    private Instant time() throws IOException {
        String text = text();
        try {
            return OffsetDateTime.parse(text.replace(' ', 'T')).toInstant();
        } catch (DateTimeParseException e) {
            throw wrong(
                    "'%s' is no time with its offset, such as 2026-01-31T12:00:00+00:00"
                            .formatted(text));
        }
    }

    private JsonPointer field() {
        return parser.getParsingContext().pathAsPointer(false);
    }
}
