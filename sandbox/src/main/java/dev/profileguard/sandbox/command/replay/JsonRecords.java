package dev.profileguard.sandbox.command.replay;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import dev.profileguard.sandbox.export.Envelopes;
import dev.profileguard.sandbox.export.Unpacking;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Reads JSON values one after the other, of whatever length: the lists in which records stand are
/// read where they stand; of anything else the whole is needed.
final class JsonRecords {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// In bytes: more than a record ever has, or the largest message with records in it. What is
    /// longer, and not in a list, is something else, of which the names of its fields are enough.
    private static final long LONGEST = 8 << 20;

    private final JsonParser parser;
    private final Unpacking unpacking;
    private final RecordFile file;
    private int lists;
    private boolean inTable;

    private JsonRecords(JsonParser parser, Unpacking unpacking, RecordFile file) {
        this.parser = parser;
        this.unpacking = unpacking;
        this.file = file;
    }

    /// Whether a file that begins so is JSON, be it in UTF-16.
    ///
    /// @param first character of a file, or first byte of its byte-order mark
    static boolean isBegunBy(int first) {
        return first == '{' || first == '"' || first == '[' || first == 0xfe || first == 0xff;
    }

    /// Has all values unpacked.
    ///
    /// @param file is told where the reading is
    /// @throws UnreadableFileException when it ends too early, or is no JSON, or there is something
    ///   that is neither an object nor a list
    static void read(Path name, InputStream input, Unpacking unpacking, RecordFile file)
            throws IOException {
        try (JsonParser parser = JSON.createParser(input)) {
            file.at(() -> UnreadableFileException.place(parser.currentTokenLocation()));
            JsonRecords reading = new JsonRecords(parser, unpacking, file);
            try {
                while (parser.nextToken() != null) {
                    reading.value(false);
                }
            } catch (IOException wrong) {
                throw UnreadableFileException.at(name, parser.currentLocation(), wrong);
            }
        }
    }

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
            case VALUE_STRING -> unpacking.text(parser.getText());
            case null, default -> file.broken(String.valueOf(parser.getText()));
        }
    }

    private void list() throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            value(true);
        }
    }

    /// A list in a list has the values of a row, or is a list like any other.
    private void row() throws IOException {
        List<ObjectNode> cells = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (!parser.hasToken(JsonToken.START_OBJECT)) {
                value(true);
                continue;
            }
            ObjectNode value = JSON.readTree(parser);
            if (Unpacking.isCell(value)) {
                cells.add(value);
            } else {
                unpacking.object(value);
            }
        }
        if (cells.isEmpty()) {
            return;
        }
        if (inTable) {
            unpacking.tableRow(Unpacking.merged(cells));
        } else {
            unpacking.row(cells);
        }
    }

    private void object() throws IOException {
        ObjectNode whole = JSON.createObjectNode();
        long begin = parser.currentLocation().getByteOffset();
        boolean listed = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            parser.nextToken();
            if (parser.currentToken().isStructStart() && Envelopes.LISTS.contains(name)) {
                listed = true;
                records(Envelopes.TABLES.contains(name));
            } else if (listed) {
                parser.skipChildren();
            } else {
                whole.set(name, lists > 0 ? JSON.<JsonNode>readTree(parser) : bounded(begin));
            }
        }
        if (!listed) {
            unpacking.object(whole);
        }
    }

    /// OpenSearch has the list `hits` in an object of that name.
    ///
    /// @param table whether each list in the list has the values of a row
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

    /// The value here; nothing when it is too long.
    private JsonNode bounded(long begin) throws IOException {
        if (!parser.currentToken().isStructStart()) {
            return JSON.readTree(parser);
        }
        try (TokenBuffer copy = new TokenBuffer(parser)) {
            boolean fits = true;
            int depth = 0;
            do {
                depth += depth(parser.currentToken());
                fits &= parser.currentLocation().getByteOffset() - begin < LONGEST;
                if (fits) {
                    copy.copyCurrentEvent(parser);
                }
            } while (depth > 0 && parser.nextToken() != null);
            return fits ? JSON.readTree(copy.asParser()) : JSON.nullNode();
        }
    }

    private static int depth(JsonToken token) {
        return token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
    }
}
