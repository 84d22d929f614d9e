package dev.profileguard.sandbox.account;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonToken;
import dev.profileguard.text.AwsTime;
import dev.profileguard.text.VisibleText;
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

/// Reads JSON objects into classes of the AWS SDK. Fields that the class does not have are left
/// out.
final class SdkShapeReader {
    /// In bytes. The largest possible entry, a role with 1,000 profiles that each contain the
    /// role's trust policy, takes a tenth of this.
    private static final long MAX_ENTRY_SIZE = 64L << 20;

    private final String file;
    private final JsonParser parser;
    private final Documents documents;

    /// The offset of the current entry.
    private long entryStart;

    SdkShapeReader(String file, JsonParser parser) {
        this.file = file;
        this.parser = parser;
        this.documents = new Documents(this, parser);
    }

    /// The place where the current token starts.
    SourceLocation place() {
        return SourceLocation.of(file, parser.currentTokenLocation(), field());
    }

    /// The place where the parser stopped.
    SourceLocation reached() {
        return SourceLocation.of(file, parser.currentLocation(), field());
    }

    /// Starts an entry of the account at the current token.
    SourceLocation start() {
        SourceLocation place = place();
        entryStart = place.offset();
        return place;
    }

    /// Checks the current token.
    ///
    /// @param what the expected token, in words
    void expect(JsonToken token, String what) {
        if (!parser.hasToken(token)) {
            throw error("expected %s, but found %s".formatted(what, found()));
        }
    }

    /// Reads the object at the current token.
    ///
    /// @throws AccountFileException when a field has the wrong type, or a field that IAM always
    ///   returns is missing
    <T extends SdkPojo> T read(SdkBuilder<?, T> builder, SourceLocation place) throws IOException {
        fill((SdkPojo) builder);
        T built = builder.build();
        RequiredFields.check(built, place);
        return built;
    }

    AccountFileException error(String problem) {
        return AccountFileException.at(place(), problem);
    }

    private String found() {
        return switch (parser.currentToken()) {
            case START_OBJECT -> "an object";
            case START_ARRAY -> "a list";
            case VALUE_STRING -> "a text";
            case VALUE_NULL -> "null";
            case VALUE_TRUE, VALUE_FALSE -> "true or false";
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
            return bool();
        }
        if (type.equals(MarshallingType.INSTANT)) {
            return time();
        }
        return Documents.isDocument(field.memberName()) ? documents.read() : text();
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
            if (parser.currentTokenLocation().getByteOffset() - entryStart > MAX_ENTRY_SIZE) {
                throw error("the entry is larger than any that IAM returns");
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

    private boolean bool() {
        if (!parser.hasToken(JsonToken.VALUE_TRUE)) {
            expect(JsonToken.VALUE_FALSE, "true or false");
        }
        return parser.hasToken(JsonToken.VALUE_TRUE);
    }

    /// Reads a time: the AWS CLI prints a `T` between date and time, boto3 prints a blank.
    private Instant time() throws IOException {
        String text = text();
        try {
            return AwsTime.checked(text, OffsetDateTime.parse(text.replace(' ', 'T')).toInstant());
        } catch (DateTimeParseException e) {
            throw error(
                    "'%s' is not a time with an offset, such as 2026-01-31T12:00:00+00:00"
                            .formatted(VisibleText.excerpt(text)));
        }
    }

    private JsonPointer field() {
        return parser.getParsingContext().pathAsPointer(false);
    }
}
