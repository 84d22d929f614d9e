package dev.profileguard.sandbox.trail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.input.GzipFiles;
import dev.profileguard.sandbox.input.Progress;
import dev.profileguard.sandbox.trail.export.CsvRows;
import dev.profileguard.sandbox.trail.export.NonRecord;
import dev.profileguard.sandbox.trail.export.TextKinds;
import dev.profileguard.sandbox.trail.export.TimestampedLines;
import dev.profileguard.sandbox.trail.export.Unpacker;
import dev.profileguard.text.VisibleText;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/// Reads one file with CloudTrail records. The file contains JSON (records, log files of
/// CloudTrail, envelopes of other services, lists of all these, or several one after the other),
/// log lines with timestamps, or a CSV table; gzipped or not. Only one record is in memory at a
/// time, whatever the length of the file or of a list in it.
final class RecordFile implements Unpacker.Output {
    private static final int MAX_FIRST_LINE = 1 << 10;
    private static final int MAX_EXCERPT = 60;
    private static final int GZIP = 0x1f; // Data Firehose may gzip twice
    private static final int UTF_8_MARK = 0xef;

    private final Path file;
    private final RecordSink sink;
    private final Unpacker unpacker = new Unpacker(this);

    /// The current place in the file, such as `line 12, column 345`.
    private Supplier<String> place = () -> "line 1, column 1";

    private long count;

    private boolean hasRecords;
    private boolean hasNonRecords;

    private RecordFile(Path file, RecordSink sink) {
        this.file = file;
        this.sink = sink;
    }

    /// Reads the file.
    ///
    /// @param progress counts the bytes that are read; closed by the caller
    /// @param sink receives the content in the order of the file; records as an event has them in
    ///   its `detail`
    /// @return whether it is a file of records, perhaps with an empty list of them
    /// @throws UnreadableFileException when the file does not exist, is truncated or broken; the
    ///   sink has received everything before that place
    static boolean read(Path file, Progress progress, RecordSink sink) {
        RecordFile reading = new RecordFile(file, sink);
        try (InputStream input = new BufferedInputStream(GzipFiles.open(file, progress))) {
            reading.content(input);
        } catch (IOException e) {
            throw UnreadableFileException.of(file, e);
        }
        if (!reading.hasRecords && !reading.hasNonRecords) {
            sink.nonRecord(
                    NonRecord.EMPTY, VisibleText.path(file) + ": the file contains no records");
        }
        return reading.hasRecords;
    }

    @Override
    public void record(ObjectNode record) {
        hasRecords = true;
        count++;
        sink.record(new RawRecord(file.toString(), record));
    }

    @Override
    public void nonRecord(NonRecord kind, JsonNode value) {
        hasNonRecords = true;
        count++;
        sink.nonRecord(
                kind,
                kind == NonRecord.OTHER
                        ? notARecord(value.isTextual() ? value.asText() : value.toString())
                        : "%s, %s: not a record of a call, but one of these: %s"
                                .formatted(VisibleText.path(file), place.get(), kind.label()));
    }

    @Override
    public void broken(String text) {
        throw new UnreadableFileException(notARecord(text), null);
    }

    private void content(InputStream input) throws IOException {
        skipByteOrderMark(input);
        input.mark(MAX_FIRST_LINE + 1);
        int first = firstCharacter(input);
        input.reset();
        if (first < 0) {
            return;
        }
        if (first == GZIP) {
            content(new BufferedInputStream(new GZIPInputStream(input)));
            return;
        }
        String line = first == '{' || first == '[' ? "" : firstLine(input);
        if (JsonRecords.canStartWith(first) && !TextKinds.isHeader(line)) {
            JsonRecords.read(file, input, unpacker, this);
        } else {
            lines(input, line);
        }
    }

    private void lines(InputStream input, String firstLine) throws IOException {
        BufferedReader text =
                new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        if (TextKinds.hasTimestamp(firstLine)) {
            setPlace(() -> "message " + (count + 1));
            TimestampedLines.read(text, this::message);
        } else if (TextKinds.isHeader(firstLine)) {
            setPlace(() -> "row " + (count + 1));
            CsvRows.read(text, unpacker::tableRow);
        } else {
            nonRecord(TextKinds.of(firstLine), JsonNodeFactory.instance.textNode(firstLine));
        }
    }

    private void message(String message) {
        unpacker.object(JsonNodeFactory.instance.objectNode().put("message", message));
    }

    private static int firstCharacter(InputStream input) throws IOException {
        int first = input.read();
        for (int i = 1; i < MAX_FIRST_LINE && isBlank(first); i++) {
            first = input.read();
        }
        return first;
    }

    private static boolean isBlank(int character) {
        return character == ' ' || character == '\t' || character == '\r' || character == '\n';
    }

    /// Skips the byte-order mark of UTF-8, which Windows programs write.
    private static void skipByteOrderMark(InputStream input) throws IOException {
        input.mark(1);
        if (input.read() == UTF_8_MARK) {
            input.skipNBytes(2);
        } else {
            input.reset();
        }
    }

    private static String firstLine(InputStream input) throws IOException {
        String start = new String(input.readNBytes(MAX_FIRST_LINE), StandardCharsets.UTF_8);
        input.reset();
        return start.strip().lines().findFirst().orElse("");
    }

    /// Sets how messages name the current place in the file.
    void setPlace(Supplier<String> newPlace) {
        place = newPlace;
    }

    /// The number of records and other values that were found so far.
    long count() {
        return count;
    }

    /// Notes that the file has a list of records. It may be empty: CloudTrail also writes log files
    /// without records.
    void hasList() {
        hasRecords = true;
    }

    /// A message that a text of an unknown kind stands in the place of a record.
    String notARecord(String text) {
        return "%s, %s: %s is not a CloudTrail record"
                .formatted(
                        VisibleText.path(file),
                        place.get(),
                        VisibleText.excerpt(text, MAX_EXCERPT));
    }
}
