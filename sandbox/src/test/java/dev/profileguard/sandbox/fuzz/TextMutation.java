package dev.profileguard.sandbox.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/// Breaks a text: what remains is often not JSON, or not even text.
final class TextMutation {
    private TextMutation() {}

    /// The text's bytes, in most cases unchanged.
    static byte[] of(Choices choices, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length == 0) {
            return bytes;
        }
        int at = choices.below(Math.min(bytes.length, 65_536));
        return switch (choices.below(40)) {
            case 39 -> Arrays.copyOf(bytes, at);
            case 38 -> inserted(bytes, at, choices.of(List.of("\"", "{", "}", ",", ":", "\\u12")));
            case 37 -> inserted(bytes, at, new byte[] {(byte) 0xff});
            case 36 -> inserted(bytes, at, new byte[] {(byte) 0xed, (byte) 0xa0, (byte) 0x80});
            case 35 -> inserted(bytes, at, "[".repeat(100_000));
            case 34 -> inserted(bytes, at, "{\"a\":".repeat(50_000));
            case 33 -> inserted(bytes, at, "9".repeat(100_000));
            case 32 -> inserted(bytes, bytes.length, text);
            case 31 -> inserted(bytes, bytes.length, " ".repeat((1 << 20) + 1));
            case 30 -> withTheFirstFieldTwice(text);
            default -> bytes;
        };
    }

    private static byte[] withTheFirstFieldTwice(String text) {
        int end = text.indexOf(':');
        return end < 0
                ? text.getBytes(StandardCharsets.UTF_8)
                : (text.substring(0, end) + ":null," + text.substring(1))
                        .getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] inserted(byte[] bytes, int at, String text) {
        return inserted(bytes, at, text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] inserted(byte[] bytes, int at, byte[] more) {
        ByteArrayOutputStream output = new ByteArrayOutputStream(bytes.length + more.length);
        output.write(bytes, 0, at);
        output.writeBytes(more);
        output.write(bytes, at, bytes.length - at);
        return output.toByteArray();
    }
}
