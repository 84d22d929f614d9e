package dev.profileguard.sandbox.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;

/// JSON in a text: as it is, or in base64 as streams carry it, gzipped or not.
final class PackedText {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GZIP_MAGIC = 0x1f8b;

    /// No service sends more at once.
    private static final int LONGEST = 16 << 20;

    private PackedText() {}

    /// The objects and lists in it, one after the other; empty: it is anything else.
    static List<JsonNode> json(String text) {
        List<JsonNode> values = parsed(text);
        return values.isEmpty() ? parsed(decoded(text)) : values;
    }

    private static List<JsonNode> parsed(String text) {
        String start = text.stripLeading();
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return List.of();
        }
        try (MappingIterator<JsonNode> values = JSON.readerFor(JsonNode.class).readValues(start)) {
            List<JsonNode> all = values.readAll();
            return all.stream().allMatch(JsonNode::isContainerNode) ? all : List.of();
        } catch (IOException notJson) {
            return List.of();
        }
    }

    private static String decoded(String text) {
        try {
            byte[] bytes = Base64.getMimeDecoder().decode(text);
            return new String(unzipped(bytes), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException | IOException neither) {
            return "";
        }
    }

    private static byte[] unzipped(byte[] bytes) throws IOException {
        boolean packed =
                bytes.length > 2
                        && ((Byte.toUnsignedInt(bytes[0]) << 8) | Byte.toUnsignedInt(bytes[1]))
                                == GZIP_MAGIC;
        if (!packed) {
            return bytes;
        }
        try (InputStream input = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return input.readNBytes(LONGEST);
        }
    }
}
