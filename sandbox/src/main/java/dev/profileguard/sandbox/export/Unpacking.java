package dev.profileguard.sandbox.export;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Finds CloudTrail's records in what services and tools wrap around them, however often: an event
/// of EventBridge's in a notification of SNS's in a message of a queue.
public final class Unpacking {
    private static final int DEEPEST = 10;

    private final Found found;

    /// Is told what was found.
    public interface Found {
        /// A record, as it stands in the `detail` of an event.
        void record(ObjectNode record);

        /// Something else.
        ///
        /// @param value what it is
        void other(NoRecord kind, JsonNode value);

        /// What must be a record, and is not even JSON.
        void broken(String text);
    }

    public Unpacking(Found found) {
        this.found = found;
    }

    /// Unpacks a record, or whatever there is in its place.
    public void object(ObjectNode value) {
        object(value, new Wrapping(NoRecord.OTHER, "", 0));
    }

    /// Unpacks a record, or whatever there is in its place, that stands in a text.
    public void text(String text) {
        text(text, new Wrapping(NoRecord.OTHER, "", 0), true);
    }

    /// Unpacks the values of a row of a query, or one value that stands alone.
    public void row(List<ObjectNode> cells) {
        ObjectNode row = merged(cells);
        object(row, new Wrapping(cells.size() > 1 ? NoRecord.ROW : NoRecord.OTHER, "", 0));
    }

    /// Unpacks a row of a table, of which the columns are the fields.
    public void tableRow(ObjectNode row) {
        if (row.path("userIdentity").isObject() || JsonKinds.hasWhole(row)) {
            object(row, new Wrapping(NoRecord.ROW, "", 0));
        } else {
            found.other(NoRecord.ROW, row);
        }
    }

    /// The row that these values make up.
    public static ObjectNode merged(List<ObjectNode> cells) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        cells.forEach(cell -> JsonKinds.addCell(row, cell));
        return row;
    }

    /// Whether it may be a value of a row.
    public static boolean isCell(ObjectNode value) {
        return JsonKinds.isCell(value);
    }

    /// What is around a value.
    ///
    /// @param otherwise what the value is unless it is a record
    /// @param account of the event; empty: unknown
    private record Wrapping(NoRecord otherwise, String account, int depth) {
        Wrapping around(ObjectNode value, NoRecord inside) {
            String named = value.has("detail") ? value.path("account").asText("") : "";
            return new Wrapping(
                    inside == NoRecord.OTHER ? otherwise : inside,
                    named.isEmpty() ? account : named,
                    depth + 1);
        }
    }

    private void object(ObjectNode value, Wrapping around) {
        if (JsonKinds.isWholeRecord(value)) {
            record(value, around.account());
            return;
        }
        NoRecord known = JsonKinds.of(value);
        if (known != null) {
            found.other(known, value);
        } else if (JsonKinds.isRecord(value)) {
            record(value, around.account());
        } else if (around.depth() >= DEEPEST || !inside(value, around)) {
            found.other(around.otherwise(), value);
        }
    }

    /// CloudTrail leaves the account out of records of before 2015.
    private void record(ObjectNode record, String account) {
        if (!account.isEmpty() && record.path("recipientAccountId").asText("").isEmpty()) {
            record.put("recipientAccountId", account);
        }
        found.record(record);
    }

    private boolean inside(ObjectNode value, Wrapping around) {
        for (Map.Entry<JsonPointer, NoRecord> place : Envelopes.PLACES.entrySet()) {
            JsonNode content = value.at(place.getKey());
            if (!content.isMissingNode() && !content.isNull()) {
                content(
                        content,
                        around.around(value, place.getValue()),
                        place.getValue() == NoRecord.OTHER);
                return true;
            }
        }
        for (String list : Envelopes.LISTS) {
            if (value.path(list).isContainerNode()) {
                Wrapping wrapping = around.around(value, NoRecord.OTHER);
                if (Envelopes.TABLES.contains(list) && value.path(list) instanceof ArrayNode rows) {
                    rows.forEach(row -> row(row, wrapping));
                } else {
                    content(value.path(list), wrapping, false);
                }
                return true;
            }
        }
        return false;
    }

    private void row(JsonNode row, Wrapping around) {
        if (row instanceof ArrayNode && row.valueStream().allMatch(ObjectNode.class::isInstance)) {
            tableRow(merged(row.valueStream().map(ObjectNode.class::cast).toList()));
        } else {
            content(row, around, false);
        }
    }

    /// @param sure nothing but a record stands there
    private void content(JsonNode content, Wrapping around, boolean sure) {
        switch (content) {
            case ObjectNode object -> object(object, around);
            case ArrayNode list -> list(list, around, false);
            case TextNode text -> text(text.asText(), around, sure);
            default -> found.other(around.otherwise(), content);
        }
    }

    /// @param nested whether it stands in a list itself, as the values of a row do
    private void list(ArrayNode list, Wrapping around, boolean nested) {
        List<ObjectNode> cells = new ArrayList<>();
        for (JsonNode each : list) {
            if (nested && each instanceof ObjectNode cell && JsonKinds.isCell(cell)) {
                cells.add(cell);
            } else if (each instanceof ArrayNode inner) {
                list(inner, around, true);
            } else {
                content(each, around, false);
            }
        }
        if (!cells.isEmpty()) {
            row(cells);
        }
    }

    private void text(String text, Wrapping around, boolean sure) {
        List<JsonNode> values = PackedText.json(text);
        if (!values.isEmpty()) {
            values.forEach(each -> content(each, around, sure));
        } else if (sure) {
            found.broken(text);
        } else {
            found.other(around.otherwise(), JsonNodeFactory.instance.textNode(text));
        }
    }
}
