package dev.profileguard.sandbox.command.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.account.GzipFiles;
import dev.profileguard.sandbox.account.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/// A file with CloudTrail records in any of the forms in which people have them: a record, an
/// EventBridge event, a log file of CloudTrail's (`{"Records": [...]}`), what `aws cloudtrail
/// lookup-events` prints, lists of these, or several of them one after the other; gzipped or not.
/// One record is held at a time, however long a list or the file is.
final class RecordFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Set<String> LISTS = Set.of("Records", "Events");

    private final Path file;
    private final JsonParser parser;
    private final Consumer<RawRecord> records;
    private boolean hasRecords;

    private RecordFile(Path file, JsonParser parser, Consumer<RawRecord> records) {
        this.file = file;
        this.parser = parser;
        this.records = records;
    }

    /// Hands over the records in the file, in its order, as they stand in the `detail` of an event.
    ///
    /// @param progress told of each byte; closed by the caller
    /// @throws UnreadableFileException when there is no such file, it ends too early or holds
    ///   anything else, naming it and the place; what came before has been handed over
    static void read(Path file, Progress progress, Consumer<RawRecord> records) {
        try (InputStream input = GzipFiles.open(file, progress);
                JsonParser parser = JSON.createParser(input)) {
            RecordFile reading = new RecordFile(file, parser, records);
            try {
                reading.values();
            } catch (IOException wrong) {
                throw UnreadableFileException.at(file, parser.currentLocation(), wrong);
            }
        } catch (IOException e) {
            throw UnreadableFileException.of(file, e);
        }
    }

    private void values() throws IOException {
        while (parser.nextToken() != null) {
            value();
        }
        if (!hasRecords) {
            throw new UnreadableFileException(file + ": there are no records in it", null);
        }
    }

    private void value() throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> list();
            case null, default -> throw noRecord(String.valueOf(parser.getText()));
        }
    }

    private void list() throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            value();
        }
    }

    /// A list of records is read where it stands; of anything else the whole is needed.
    private void object() throws IOException {
        ObjectNode whole = JSON.createObjectNode();
        boolean listed = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_ARRAY && LISTS.contains(name)) {
                listed = true;
                hasRecords = true; // CloudTrail may have had nothing to tell
                list();
            } else if (listed) {
                parser.skipChildren();
            } else {
                whole.set(name, JSON.<JsonNode>readTree(parser));
            }
        }
        if (!listed) {
            record(whole);
        }
    }

    private void record(ObjectNode value) {
        if (value.path("CloudTrailEvent").isTextual()) {
            record(inside(value.path("CloudTrailEvent").asText()));
            return;
        }
        hasRecords = true;
        ObjectNode json = value.path("detail") instanceof ObjectNode detail ? detail : value;
        records.accept(new RawRecord(file.toString(), json));
    }

    /// The record that lookup-events prints as a text.
    private ObjectNode inside(String text) {
        try {
            if (JSON.readTree(text) instanceof ObjectNode record) {
                return record;
            }
        } catch (JsonProcessingException notJson) {
            throw noRecord(text);
        }
        throw noRecord(text);
    }

    private UnreadableFileException noRecord(String text) {
        String shown = text.length() <= 60 ? text : text.substring(0, 60) + "...";
        return new UnreadableFileException(
                "%s, %s: %s is no CloudTrail record"
                        .formatted(
                                file,
                                UnreadableFileException.place(parser.currentTokenLocation()),
                                shown),
                null);
    }
}
