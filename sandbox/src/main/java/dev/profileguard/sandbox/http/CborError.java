package dev.profileguard.sandbox.http;

import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Reply;
import dev.profileguard.sandbox.http.message.Request;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// An error of [Smithy's CBOR
/// protocol](https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html): a map with code
/// and message.
final class CborError {
    private static final int MAP = 0xA0;
    private static final int TEXT = 0x60;
    private static final int TWO_BYTES_OF_LENGTH = 25;

    private CborError() {}

    static Reply of(Request request, Refusal refusal) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.write(MAP + 2);
        text(body, "__type");
        text(body, refusal.code());
        text(body, "message");
        text(body, refusal.text());
        return new Reply(
                refusal.status(),
                Map.of(
                        "Content-Type",
                        "application/cbor",
                        "smithy-protocol",
                        "rpc-v2-cbor",
                        "x-amzn-RequestId",
                        request.id()),
                body.toString(StandardCharsets.ISO_8859_1),
                StandardCharsets.ISO_8859_1);
    }

    /// Texts of the sandbox are shorter than 65,536 bytes.
    private static void text(ByteArrayOutputStream body, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        body.write(TEXT + TWO_BYTES_OF_LENGTH);
        body.write(bytes.length >> 8);
        body.write(bytes.length);
        body.writeBytes(bytes);
    }
}
