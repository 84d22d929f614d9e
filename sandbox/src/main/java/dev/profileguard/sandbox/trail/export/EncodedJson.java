package dev.profileguard.sandbox.trail.export;

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

/// Reads JSON from a text: plain, or in base64 as streams deliver it, gzipped or not.
final class EncodedJson {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GZIP_MAGIC = 0x1f8b;

    /// In bytes, unzipped. No service delivers more in one message.
    private static final int MAX_LENGTH = 16 << 20;

    private EncodedJson() {}

    /// The objects and lists in the text, in their order. The list is empty if the text contains
    /// anything else.
    static List<JsonNode> values(String text) {
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
        } catch (IllegalArgumentException | IOException notEncoded) {
            return "";
        }
    }

    private static byte[] unzipped(byte[] bytes) throws IOException {
        boolean zipped =
                bytes.length > 2
                        && ((Byte.toUnsignedInt(bytes[0]) << 8) | Byte.toUnsignedInt(bytes[1]))
                                == GZIP_MAGIC;
        if (!zipped) {
            return bytes;
        }
        try (InputStream input = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return input.readNBytes(MAX_LENGTH);
        }
    }
}
