package dev.profileguard.sandbox.trail.export;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Reads a CSV table as CloudTrail Lake, Logs Insights and Athena write it. The first row names the
/// columns. A value may be quoted; it may then contain commas, line breaks and doubled quotes. Only
/// one row is in memory at a time.
public final class CsvRows {
    /// In characters. No CloudTrail record is this long.
    private static final int MAX_VALUE_LENGTH = 16 << 20;

    private final Reader input;
    private int next;

    private CsvRows(Reader input) {
        this.input = input;
    }

    /// Reads all rows. Empty values and empty rows are left out.
    ///
    /// @param input buffered; closed by the caller
    /// @param rows receives each row as an object, whose fields are the columns
    /// @throws IOException when the input cannot be read, or a value is too long
    public static void read(Reader input, Consumer<ObjectNode> rows) throws IOException {
        CsvRows table = new CsvRows(input);
        table.next = input.read();
        List<String> names = table.row();
        while (table.next >= 0) {
            List<String> values = table.row();
            ObjectNode row = JsonNodeFactory.instance.objectNode();
            for (int i = 0; i < Math.min(names.size(), values.size()); i++) {
                if (!values.get(i).isEmpty()) {
                    row.put(names.get(i), values.get(i));
                }
            }
            if (!row.isEmpty()) {
                rows.accept(row);
            }
        }
    }

    private List<String> row() throws IOException {
        List<String> values = new ArrayList<>();
        while (true) {
            values.add(value());
            int end = next;
            next = input.read();
            if (end == '\r' && next == '\n') {
                next = input.read();
            }
            if (end != ',') {
                return values;
            }
        }
    }

    private String value() throws IOException {
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (; next >= 0; next = input.read()) {
            if (next == '"') {
                quoted = !quoted;
                if (quoted && !value.isEmpty()) {
                    value.append('"'); // the second of two quotes
                }
            } else if (!quoted && (next == ',' || next == '\n' || next == '\r')) {
                break;
            } else {
                value.append((char) next);
            }
            if (value.length() > MAX_VALUE_LENGTH) {
                throw new IOException("a value of the table is longer than any record");
            }
        }
        return value.toString();
    }
}
