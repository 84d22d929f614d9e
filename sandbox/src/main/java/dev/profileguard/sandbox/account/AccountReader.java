package dev.profileguard.sandbox.account;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.profileguard.text.VisibleText;
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

/// Reads the outputs of the commands in [Command], page by page and in any order. Only one entry is
/// in memory at a time, whatever the length of the file.
final class AccountReader {
    private static final int MAX_TEXT_LENGTH = 1 << 20;
    private static final int MAX_DEPTH = 200;
    private static final String TRUNCATED = "the file is truncated here: record it again";
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxStringLength(MAX_TEXT_LENGTH)
                                    .maxNestingDepth(MAX_DEPTH)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                    .build();

    private final String file;
    private final JsonParser parser;
    private final SdkShapeReader shapes;
    private final EntitySink sink;

    private AccountReader(String file, JsonParser parser, EntitySink sink) {
        this.file = file;
        this.parser = parser;
        this.shapes = new SdkShapeReader(file, parser);
        this.sink = sink;
    }

    /// Reads all entries of a file.
    ///
    /// @param file the name of the file, for messages
    /// @param sink receives the entries
    /// @throws AccountFileException when the file is not an output of these commands, or is
    ///   truncated
    static void read(String file, InputStream input, EntitySink sink) {
        try (JsonParser parser = JSON.createParser(input)) {
            AccountReader reader = new AccountReader(file, parser, sink);
            try {
                reader.pages();
            } catch (IOException failure) {
                throw reader.failed(failure);
            }
        } catch (IOException e) {
            throw new AccountFileException(
                    VisibleText.path(file)
                            + ": cannot be read: "
                            + VisibleText.excerpt(e.getMessage()),
                    e);
        }
    }

    private void pages() throws IOException {
        if (parser.nextToken() == null) {
            throw new AccountFileException(
                    VisibleText.path(file) + ": the file is empty. Did the AWS CLI command fail?",
                    null);
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
        boolean hasMore = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            names.add(name);
            Command.Element element = Command.element(name);
            if (element != null) {
                command = element.command();
                entries(element);
            } else {
                hasMore |= hasMorePages(name);
                parser.skipChildren();
            }
        }
        if (command == null) {
            throw notAnAccount(start, "an object with the fields " + VisibleText.excerpt(names));
        }
        sink.page(command, hasMore, start);
    }

    /// Whether this element of a page says that more pages follow. The API has `IsTruncated`; the
    /// AWS CLI adds `NextToken` if `--max-items` was set.
    private boolean hasMorePages(String name) throws IOException {
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
                sink.instanceProfileQuota(parser.getIntValue());
            } else {
                parser.skipChildren();
            }
        }
    }

    private void entry(Command.Element element) throws IOException {
        shapes.expect(JsonToken.START_OBJECT, "an object");
        SourceLocation place = shapes.start();
        switch (element) {
            case USERS -> sink.user(shapes.read(UserDetail.builder(), place), place);
            case GROUPS -> {
                parser.skipChildren();
                sink.group();
            }
            case ROLES -> sink.role(shapes.read(RoleDetail.builder(), place), place);
            case POLICIES -> sink.policy(shapes.read(ManagedPolicyDetail.builder(), place), place);
            case PROFILES, PROFILE ->
                    sink.profile(shapes.read(InstanceProfile.builder(), place), place);
            case QUOTAS -> throw new IllegalStateException("Quotas are not entries");
        }
    }

    private AccountFileException failed(IOException failure) {
        String why =
                switch (failure) {
                    case EOFException truncated -> TRUNCATED;
                    case ZipException broken -> "broken gzip: " + broken.getMessage();
                    case StreamConstraintsException tooLarge ->
                            "larger than anything that IAM returns: "
                                    + VisibleText.excerpt(tooLarge.getOriginalMessage());
                    case JsonProcessingException invalid when isTruncated(invalid) -> TRUNCATED;
                    case JsonProcessingException invalid ->
                            "not JSON: " + VisibleText.excerpt(invalid.getOriginalMessage());
                    default ->
                            "cannot be read from here on: "
                                    + VisibleText.excerpt(failure.getMessage());
                };
        return new AccountFileException(shapes.reached() + ": " + why, failure);
    }

    /// Whether the input ends too early. Jackson does not throw [JsonEOFException] in all such
    /// cases.
    private static boolean isTruncated(JsonProcessingException invalid) {
        return invalid instanceof JsonEOFException
                || invalid.getOriginalMessage().startsWith("Unexpected end-of-input");
    }

    private static AccountFileException notAnAccount(SourceLocation place, String what) {
        return AccountFileException.at(
                place,
                "%s is not the output of 'aws iam get-account-authorization-details',"
                                .formatted(what)
                        + " 'list-instance-profiles', 'get-instance-profile' or"
                        + " 'get-account-summary'");
    }
}
