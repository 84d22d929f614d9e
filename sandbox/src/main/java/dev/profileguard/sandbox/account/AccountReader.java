package dev.profileguard.sandbox.account;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.ZipException;
import software.amazon.awssdk.services.iam.model.InstanceProfile;
import software.amazon.awssdk.services.iam.model.ManagedPolicyDetail;
import software.amazon.awssdk.services.iam.model.RoleDetail;
import software.amazon.awssdk.services.iam.model.UserDetail;

/// Reads what `aws iam get-account-authorization-details`, `list-instance-profiles` and
/// `get-instance-profile` print, page after page in any mixture. It holds one entry at a time,
/// however long the file is.
final class AccountReader {
    private static final int LONGEST_TEXT = 1 << 20;
    private static final int DEEPEST = 200;
    private static final String CUT = "the file ends here, in the middle: take it again";
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(LONGEST_TEXT)
                                    .maxNestingDepth(DEEPEST)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                    .build();

    private final String file;
    private final JsonParser parser;
    private final SdkShapeReader shapes;
    private final EntitySink entities;

    private AccountReader(String file, JsonParser parser, EntitySink entities) {
        this.file = file;
        this.parser = parser;
        this.shapes = new SdkShapeReader(file, parser);
        this.entities = entities;
    }

    /// Hands over all that is in a file.
    ///
    /// @param file its name, for messages
    /// @throws AccountFileException when it is anything else, or ends too early
    static void read(String file, InputStream input, EntitySink entities) {
        try (JsonParser parser = JSON.createParser(input)) {
            AccountReader reader = new AccountReader(file, parser, entities);
            try {
                reader.pages();
            } catch (IOException wrong) {
                throw reader.failed(wrong);
            }
        } catch (IOException e) {
            throw new AccountFileException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private void pages() throws IOException {
        if (parser.nextToken() == null) {
            throw new AccountFileException(
                    file + ": the file is empty. Was the AWS CLI refused when it was made?", null);
        }
        do {
            page();
        } while (parser.nextToken() != null);
    }

    private void page() throws IOException {
        SourceLocation start = shapes.place();
        if (!parser.hasToken(JsonToken.START_OBJECT)) {
            throw notAnAccount(start, "this");
        }
        Set<String> names = new TreeSet<>();
        Command command = null;
        boolean goesOn = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            names.add(name);
            Command.Element element = Command.element(name);
            if (element != null) {
                command = element.command();
                entries(element);
            } else {
                goesOn |= saysMore(name);
                parser.skipChildren();
            }
        }
        if (command == null) {
            throw notAnAccount(start, "an object of " + names);
        }
        entities.page(command, goesOn, start);
    }

    /// Whether this element of a page says that there are further ones: as the API does, and as the
    /// AWS CLI does after `--max-items`.
    private boolean saysMore(String name) throws IOException {
        return switch (name) {
            case "IsTruncated" -> parser.getValueAsBoolean();
            case "NextToken" -> !parser.hasToken(JsonToken.VALUE_NULL);
            default -> false;
        };
    }

    private void entries(Command.Element element) throws IOException {
        if (element == Command.Element.PROFILE) {
            entry(element);
        } else if (element == Command.Element.QUOTAS) {
            quotas();
        } else if (!parser.hasToken(JsonToken.VALUE_NULL)) {
            shapes.expect(JsonToken.START_ARRAY, "a list");
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                entry(element);
            }
        }
    }

    private void quotas() throws IOException {
        shapes.expect(JsonToken.START_OBJECT, "an object");
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (name.equals("InstanceProfilesQuota")) {
                shapes.expect(JsonToken.VALUE_NUMBER_INT, "a number");
                entities.instanceProfileQuota(parser.getIntValue());
            } else {
                parser.skipChildren();
            }
        }
    }

    private void entry(Command.Element element) throws IOException {
        shapes.expect(JsonToken.START_OBJECT, "an object");
        SourceLocation place = shapes.begin();
        switch (element) {
            case USERS -> entities.user(shapes.read(UserDetail.builder(), place), place);
            case GROUPS -> {
                parser.skipChildren();
                entities.group();
            }
            case ROLES -> entities.role(shapes.read(RoleDetail.builder(), place), place);
            case POLICIES ->
                    entities.policy(shapes.read(ManagedPolicyDetail.builder(), place), place);
            case PROFILES, PROFILE ->
                    entities.profile(shapes.read(InstanceProfile.builder(), place), place);
            case QUOTAS -> throw new IllegalStateException("Quotas are no entries");
        }
    }

    private AccountFileException failed(IOException wrong) {
        String why =
                switch (wrong) {
                    case EOFException cut -> CUT;
                    case ZipException broken -> "broken gzip: " + broken.getMessage();
                    case StreamConstraintsException tooMuch ->
                            "more than IAM ever gives: " + tooMuch.getOriginalMessage();
                    case JsonProcessingException notJson when isCut(notJson) -> CUT;
                    case JsonProcessingException notJson ->
                            "this is no JSON: " + notJson.getOriginalMessage();
                    default -> "cannot be read on: " + wrong.getMessage();
                };
        return new AccountFileException(shapes.reached() + ": " + why, wrong);
    }

    /// Jackson has an exception for the end of the input, and does not always throw it.
    private static boolean isCut(JsonProcessingException notJson) {
        return notJson instanceof JsonEOFException
                || notJson.getOriginalMessage().startsWith("Unexpected end-of-input");
    }

    private static AccountFileException notAnAccount(SourceLocation place, String what) {
        return AccountFileException.at(
                place,
                "%s is not what 'aws iam get-account-authorization-details' prints, nor 'aws iam"
                                .formatted(what)
                        + " list-instance-profiles', 'get-instance-profile' or"
                        + " 'get-account-summary'");
    }
}
