package dev.profileguard.sandbox.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/// A file with CloudTrail records in any of the forms in which people have them: a record, an
/// EventBridge event, a log file of CloudTrail's (`{"Records": [...]}`), what `aws cloudtrail
/// lookup-events` prints, lists of these, or several of them one after the other; gzipped or not.
final class RecordFile {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GZIP_MAGIC = 0x1f8b;

    private RecordFile() {}

    /// The records in the file, in its order, as they stand in the `detail` of an event.
    ///
    /// @throws UnreadableFileException when there is no such file or it holds no JSON, naming it
    static List<RawRecord> read(Path file) {
        List<RawRecord> records = new ArrayList<>();
        try (InputStream input = open(file);
                MappingIterator<JsonNode> values =
                        JSON.readerFor(JsonNode.class).readValues(input)) {
            while (values.hasNextValue()) {
                collect(file, values.nextValue(), records);
            }
        } catch (NoSuchFileException e) {
            throw new UnreadableFileException(file + ": there is no such file", e);
        } catch (ZipException e) {
            throw new UnreadableFileException(file + ": broken gzip: " + e.getMessage(), e);
        } catch (JsonProcessingException e) {
            throw new UnreadableFileException(
                    "%s: no JSON at line %d, column %d: %s"
                            .formatted(
                                    file,
                                    e.getLocation().getLineNr(),
                                    e.getLocation().getColumnNr(),
                                    e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new UnreadableFileException(file + ": cannot be read: " + e, e);
        }
        if (records.isEmpty()) {
            throw new UnreadableFileException(file + ": there are no records in it", null);
        }
        return records;
    }

    private static InputStream open(Path file) throws IOException {
        BufferedInputStream input = new BufferedInputStream(Files.newInputStream(file));
        input.mark(2);
        int magic = (input.read() << 8) | input.read();
        input.reset();
        return magic == GZIP_MAGIC ? new GZIPInputStream(input) : input;
    }

    private static void collect(Path file, JsonNode value, List<RawRecord> records)
            throws JsonProcessingException {
        if (value.isArray()) {
            for (JsonNode entry : value) {
                collect(file, entry, records);
            }
        } else if (value.path("Records").isArray()) {
            collect(file, value.path("Records"), records);
        } else if (value.path("Events").isArray()) {
            collect(file, value.path("Events"), records);
        } else if (value.path("CloudTrailEvent").isTextual()) {
            collect(file, JSON.readTree(value.path("CloudTrailEvent").asText()), records);
        } else if (value.path("detail").isObject()) {
            records.add(new RawRecord(file.toString(), (ObjectNode) value.path("detail")));
        } else if (value instanceof ObjectNode object) {
            records.add(new RawRecord(file.toString(), object));
        } else {
            throw new UnreadableFileException(
                    "%s: %s is no CloudTrail record".formatted(file, shortened(value)), null);
        }
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "...";
    }
}
