package dev.profileguard.sandbox.command.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.profileguard.sandbox.account.GzipFiles;
import dev.profileguard.sandbox.account.Progress;
import dev.profileguard.sandbox.export.CsvRows;
import dev.profileguard.sandbox.export.NoRecord;
import dev.profileguard.sandbox.export.TextKinds;
import dev.profileguard.sandbox.export.TimedLines;
import dev.profileguard.sandbox.export.Unpacking;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.zip.GZIPInputStream;

/// A file with CloudTrail records in any of the forms in which people have them: records, log files
/// of CloudTrail's (`{"Records": [...]}`), what other services and tools wrap around them, lists of
/// these, or several of them one after the other; lines of a log with their times; tables; gzipped
/// or not. One record is held at a time, however long a list or the file is.
final class RecordFile implements Unpacking.Found {
    private static final int FIRST_LINE = 1 << 10;
    private static final int SHOWN = 60;
    private static final int GZIP = 0x1f; // Data Firehose may pack twice
    private static final int UTF_8_MARK = 0xef;

    private final Path file;
    private final RecordSink sink;
    private final Unpacking unpacking = new Unpacking(this);

    /// Where the reading is, such as `line 12, column 345`.
    private Supplier<String> place = () -> "line 1, column 1";

    private long count;

    private boolean hasRecords;
    private boolean hasOther;

    private RecordFile(Path file, RecordSink sink) {
        this.file = file;
        this.sink = sink;
    }

    /// Hands over the records in the file, in its order, as they stand in the `detail` of an event,
    /// and what is in it besides.
    ///
    /// @param progress told of each byte; closed by the caller
    /// @return whether it is a file of records, be it of none
    /// @throws UnreadableFileException when there is no such file, it ends too early or is broken,
    ///   naming it and the place; what came before has been handed over
    static boolean read(Path file, Progress progress, RecordSink sink) {
        RecordFile reading = new RecordFile(file, sink);
        try (InputStream input = new BufferedInputStream(GzipFiles.open(file, progress))) {
            reading.content(input);
        } catch (IOException e) {
            throw UnreadableFileException.of(file, e);
        }
        if (!reading.hasRecords && !reading.hasOther) {
            sink.other(NoRecord.EMPTY, file + ": there are no records in it");
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
    public void other(NoRecord kind, JsonNode value) {
        hasOther = true;
        count++;
        sink.other(
                kind,
                kind == NoRecord.OTHER
                        ? noRecord(value.isTextual() ? value.asText() : value.toString())
                        : "%s, %s: no record of a call, but one of these: %s"
                                .formatted(file, place.get(), kind.label()));
    }

    @Override
    public void broken(String text) {
        throw new UnreadableFileException(noRecord(text), null);
    }

    private void content(InputStream input) throws IOException {
        skipByteOrderMark(input);
        input.mark(FIRST_LINE + 1);
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
        if (JsonRecords.isBegunBy(first) && !TextKinds.isHeader(line)) {
            JsonRecords.read(file, input, unpacking, this);
            return;
        }
        BufferedReader text =
                new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8));
        if (TextKinds.isTimed(line)) {
            at(() -> "message " + (count + 1));
            TimedLines.read(text, this::message);
        } else if (TextKinds.isHeader(line)) {
            at(() -> "row " + (count + 1));
            CsvRows.read(text, unpacking::tableRow);
        } else {
            other(TextKinds.of(line), JsonNodeFactory.instance.textNode(line));
        }
    }

    private void message(String message) {
        unpacking.object(JsonNodeFactory.instance.objectNode().put("message", message));
    }

    private static int firstCharacter(InputStream input) throws IOException {
        int first = input.read();
        for (int i = 1; i < FIRST_LINE && isBlank(first); i++) {
            first = input.read();
        }
        return first;
    }

    private static boolean isBlank(int character) {
        return character == ' ' || character == '\t' || character == '\r' || character == '\n';
    }

    /// Windows puts it before a text.
    private static void skipByteOrderMark(InputStream input) throws IOException {
        input.mark(1);
        if (input.read() == UTF_8_MARK) {
            input.skipNBytes(2);
        } else {
            input.reset();
        }
    }

    private static String firstLine(InputStream input) throws IOException {
        String start = new String(input.readNBytes(FIRST_LINE), StandardCharsets.UTF_8);
        input.reset();
        return start.strip().lines().findFirst().orElse("");
    }

    /// The reading came to another place.
    void at(Supplier<String> newPlace) {
        place = newPlace;
    }

    /// How much was found, records and others.
    long count() {
        return count;
    }

    /// A list of records is there, be it empty: CloudTrail may have had nothing to tell.
    void hasList() {
        hasRecords = true;
    }

    /// That this is something that nobody knows.
    String noRecord(String text) {
        String start = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        String shown = start.replaceAll("\\p{Cntrl}", "?");
        return "%s, %s: %s is no CloudTrail record".formatted(file, place.get(), shown);
    }
}
