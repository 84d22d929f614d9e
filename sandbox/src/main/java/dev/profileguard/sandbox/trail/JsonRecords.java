package dev.profileguard.sandbox.trail;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.profileguard.sandbox.trail.export.Envelopes;
import dev.profileguard.sandbox.trail.export.Unpacker;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads JSON values of any size, one after the other. It streams the lists that contain records,
/// element by element. It reads any other value as a whole.
final class JsonRecords {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// In bytes. No record, and no message with records, is this large. A larger object outside a
    /// list is of another kind, and the names of its fields are enough to recognize that.
    private static final long MAX_OBJECT_SIZE = 8 << 20;

    private final JsonParser parser;
    private final Unpacker unpacker;
    private final RecordFile file;

    /// The number of lists around the current token.
    private int lists;

    /// Whether the elements of the current list are rows of a query's result.
    private boolean inTable;

    private JsonRecords(JsonParser parser, Unpacker unpacker, RecordFile file) {
        this.parser = parser;
        this.unpacker = unpacker;
        this.file = file;
    }

    /// Whether a JSON file in UTF-8 or UTF-16 can start with this character.
    ///
    /// @param first the first character, or the first byte of a byte-order mark
    static boolean canStartWith(int first) {
        return first == '{' || first == '"' || first == '[' || first == 0xfe || first == 0xff;
    }

    /// Reads all values of a file.
    ///
    /// @param name of the file, for messages
    /// @param unpacker receives each value
    /// @param file learns the current place
    /// @throws UnreadableFileException when the input is truncated, is not JSON, or contains a
    ///   number, a truth value or null in the place of a record
    static void read(Path name, InputStream input, Unpacker unpacker, RecordFile file)
            throws IOException {
        try (JsonParser parser = JSON.createParser(input)) {
            file.setPlace(() -> UnreadableFileException.place(parser.currentTokenLocation()));
            JsonRecords reading = new JsonRecords(parser, unpacker, file);
            try {
                while (parser.nextToken() != null) {
                    reading.value(false);
                }
            } catch (IOException e) {
                throw UnreadableFileException.at(name, parser.currentLocation(), e);
            }
        }
    }

    /// @param nested whether the value is an element of a list
    private void value(boolean nested) throws IOException {
        switch (parser.currentToken()) {
            case START_OBJECT -> object();
            case START_ARRAY -> {
                lists++;
                if (nested) {
                    row();
                } else {
                    list();
                }
                lists--;
            }
            case VALUE_STRING -> unpacker.text(parser.getText());
            case null, default -> file.broken(String.valueOf(parser.getText()));
        }
    }

    private void list() throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            value(true);
        }
    }

    /// Reads a list in a list: the cells of one row, or records.
    private void row() throws IOException {
        List<ObjectNode> cells = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!parser.hasToken(JsonToken.START_OBJECT)) {
                value(true);
                continue;
            }
            ObjectNode value = JSON.readTree(parser);
            if (Unpacker.isCell(value)) {
                cells.add(value);
            } else {
                unpacker.object(value);
            }
        }
        if (cells.isEmpty()) {
            return;
        }
        if (inTable) {
            unpacker.tableRow(Unpacker.merged(cells));
        } else {
            unpacker.row(cells);
        }
    }

    private void object() throws IOException {
        ObjectNode whole = JSON.createObjectNode();
        long start = parser.currentLocation().getByteOffset();
        boolean hasList = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (parser.currentToken().isStructStart() && Envelopes.LISTS.contains(name)) {
                hasList = true;
                records(Envelopes.TABLES.contains(name));
            } else if (hasList) {
                parser.skipChildren();
            } else {
                whole.set(name, lists > 0 ? JSON.<JsonNode>readTree(parser) : bounded(start));
            }
        }
        if (!hasList) {
            unpacker.object(whole);
        }
    }

    /// Reads a list of records. OpenSearch has its list `hits` in an object with the same name.
    ///
    /// @param table whether the elements of the list are rows
    private void records(boolean table) throws IOException {
        if (parser.hasToken(JsonToken.START_OBJECT)) {
            object();
            return;
        }
        long before = file.count();
        lists++;
        boolean outside = inTable;
        inTable = table;
        list();
        inTable = outside;
        lists--;
        if (file.count() == before) {
            file.hasList();
        }
    }

    /// The value at the current token; a JSON null if the object around it is too large.
    ///
    /// @param start the byte at which the object around it starts
    private JsonNode bounded(long start) throws IOException {
        if (!parser.currentToken().isStructStart()) {
            return JSON.readTree(parser);
        }
        try (TokenBuffer copy = new TokenBuffer(parser)) {
            boolean fits = true;
            int depth = 0;
            do {
                depth += depthChange(parser.currentToken());
                fits &= parser.currentLocation().getByteOffset() - start < MAX_OBJECT_SIZE;
                if (fits) {
                    copy.copyCurrentEvent(parser);
                }
            } while (depth > 0 && parser.nextToken() != null);
            return fits ? JSON.readTree(copy.asParser()) : JSON.nullNode();
        }
    }

    private static int depthChange(JsonToken token) {
        return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
}
