package dev.profileguard.sandbox.trail.export;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Finds CloudTrail records in the JSON of other services and tools. Envelopes may be nested: an
/// SQS message with an SNS notification with an EventBridge event.
public final class Unpacker {
    private static final int MAX_DEPTH = 10;

    private final Output output;

    /// Receives what the [Unpacker] finds.
    public interface Output {
        /// Receives a record, as an event has it in its `detail`.
        void record(ObjectNode record);

        /// Receives a value that is not a record.
        void nonRecord(NonRecord kind, JsonNode value);

        /// Receives a text that is not JSON, from a field that contains only records.
        void broken(String text);
    }

    public Unpacker(Output output) {
        this.output = output;
    }

    /// Unpacks a record or an envelope.
    public void object(ObjectNode value) {
        object(value, Context.TOP);
    }

    /// Unpacks a text that must contain a record or an envelope.
    public void text(String text) {
        text(text, Context.TOP, true);
    }

    /// Unpacks the cells of one row of a query. A single object may also be a record.
    public void row(List<ObjectNode> cells) {
        object(merged(cells), cells.size() > 1 ? new Context(NonRecord.ROW, "", 0) : Context.TOP);
    }

    /// Unpacks one row of a table. The fields of the object are the columns.
    public void tableRow(ObjectNode row) {
        if (row.path("userIdentity").isObject() || JsonKinds.hasRecordField(row)) {
            object(row, new Context(NonRecord.ROW, "", 0));
        } else {
            output.nonRecord(NonRecord.ROW, row);
        }
    }

    /// The row with these cells, as one object.
    public static ObjectNode merged(List<ObjectNode> cells) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        cells.forEach(cell -> JsonKinds.addCell(row, cell));
        return row;
    }

    /// Whether the object may be a cell of a row.
    public static boolean isCell(ObjectNode value) {
        return JsonKinds.isCell(value);
    }

    /// What the envelopes around a value say about it.
    ///
    /// @param fallback the kind of the value, if nothing in the value itself shows it
    /// @param account the account of the event around the value; empty: unknown
    /// @param depth the number of envelopes around the value
    private record Context(NonRecord fallback, String account, int depth) {
        static final Context TOP = new Context(NonRecord.OTHER, "", 0);

        /// The context of a value in this envelope.
        ///
        /// @param envelope is in this context
        /// @param inner the kind of the value inside; OTHER: as outside
        Context inside(ObjectNode envelope, NonRecord inner) {
            String own = envelope.has("detail") ? envelope.path("account").asText("") : "";
            return new Context(
                    inner == NonRecord.OTHER ? fallback : inner,
                    own.isEmpty() ? account : own,
                    depth + 1);
        }
    }

    private void object(ObjectNode value, Context context) {
        if (JsonKinds.isCertainlyRecord(value)) {
            record(value, context.account());
            return;
        }
        NonRecord known = JsonKinds.of(value);
        if (known != null) {
            output.nonRecord(known, value);
        } else if (JsonKinds.isRecord(value)) {
            record(value, context.account());
        } else if (context.depth() >= MAX_DEPTH || !envelope(value, context)) {
            output.nonRecord(context.fallback(), value);
        }
    }

    /// Adds the account of the event to a record without an account. CloudTrail's records have had
    /// an account since 2015.
    private void record(ObjectNode record, String account) {
        if (!account.isEmpty() && record.path("recipientAccountId").asText("").isEmpty()) {
            record.put("recipientAccountId", account);
        }
        output.record(record);
    }

    /// Unpacks an envelope.
    ///
    /// @return whether the object is an envelope
    private boolean envelope(ObjectNode value, Context context) {
        for (Map.Entry<JsonPointer, NonRecord> field : Envelopes.FIELDS.entrySet()) {
            JsonNode content = value.at(field.getKey());
            if (!content.isMissingNode() && !content.isNull()) {
                NonRecord fallback = field.getValue();
                content(content, context.inside(value, fallback), fallback == NonRecord.OTHER);
                return true;
            }
        }
        for (String list : Envelopes.LISTS) {
            JsonNode elements = value.path(list);
            if (elements.isContainerNode()) {
                list(list, elements, context.inside(value, NonRecord.OTHER));
                return true;
            }
        }
        return false;
    }

    private void list(String name, JsonNode elements, Context context) {
        if (Envelopes.TABLES.contains(name) && elements instanceof ArrayNode rows) {
            rows.forEach(row -> row(row, context));
        } else {
            content(elements, context, false);
        }
    }

    private void row(JsonNode row, Context context) {
        if (row instanceof ArrayNode && row.valueStream().allMatch(ObjectNode.class::isInstance)) {
            tableRow(merged(row.valueStream().map(ObjectNode.class::cast).toList()));
        } else {
            content(row, context, false);
        }
    }

    /// @param onlyRecords whether the field around the content contains only records
    private void content(JsonNode content, Context context, boolean onlyRecords) {
        switch (content) {
            case ObjectNode object -> object(object, context);
            case ArrayNode list -> list(list, context, false);
            case TextNode text -> text(text.asText(), context, onlyRecords);
            default -> output.nonRecord(context.fallback(), content);
        }
    }

    /// @param nested whether the list is an element of another list, so that it may be a row
    private void list(ArrayNode list, Context context, boolean nested) {
        List<ObjectNode> cells = new ArrayList<>();
        for (JsonNode each : list) {
            if (nested && each instanceof ObjectNode cell && JsonKinds.isCell(cell)) {
                cells.add(cell);
            } else if (each instanceof ArrayNode inner) {
                list(inner, context, true);
            } else {
                content(each, context, false);
            }
        }
        if (!cells.isEmpty()) {
            row(cells);
        }
    }

    private void text(String text, Context context, boolean onlyRecords) {
        List<JsonNode> values = EncodedJson.values(text);
        if (!values.isEmpty()) {
            values.forEach(each -> content(each, context, onlyRecords));
        } else if (onlyRecords) {
            output.broken(text);
        } else {
            output.nonRecord(context.fallback(), JsonNodeFactory.instance.textNode(text));
        }
    }
}
