package dev.profileguard.sandbox.http.service;

import dev.profileguard.sandbox.http.message.Refusal;
import dev.profileguard.sandbox.http.message.Request;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/// The content of a request to S3.
/// https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html
final class ObjectBody {
    private ObjectBody() {}

    /// @throws Refusal when it does not have the hash that the request states, or is incomplete
    static byte[] of(Request request) {
        byte[] body = request.body().getBytes(StandardCharsets.ISO_8859_1);
        String hash = request.header("x-amz-content-sha256");
        if (hash.startsWith("STREAMING-")) {
            return joined(body);
        }
        if (hash.isEmpty()) {
            throw new Refusal(
                    400,
                    "InvalidRequest",
                    "Missing required header for this request: x-amz-content-sha256");
        }
        if (!hash.equals("UNSIGNED-PAYLOAD")
                && !hash.toLowerCase(Locale.ROOT).equals(hex("SHA-256", body))) {
            throw new Refusal(
                    400,
                    "XAmzContentSHA256Mismatch",
                    "The provided 'x-amz-content-sha256' header does not match what was computed.");
        }
        return body;
    }

    /// The ETag of an object's content.
    static String tag(byte[] content) {
        return "\"" + hex("MD5", content) + "\"";
    }

    /// The content of the chunks of
    /// [aws-chunked](https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html). A chunk
    /// is its size in hexadecimal, `;` and a signature, a line end, that many bytes and a line end.
    /// The last chunk is empty; checksums may follow it.
    private static byte[] joined(byte[] body) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        int at = 0;
        while (true) {
            int end = lineEnd(body, at);
            int size = size(new String(body, at, end - at, StandardCharsets.ISO_8859_1));
            at = end + 2;
            if (size == 0) {
                return content.toByteArray();
            }
            if (size < 0 || size > body.length - at) {
                throw incomplete();
            }
            content.write(body, at, size);
            at += size + 2;
        }
    }

    private static int lineEnd(byte[] body, int from) {
        for (int at = from; at + 1 < body.length; at++) {
            if (body[at] == '\r' && body[at + 1] == '\n') {
                return at;
            }
        }
        throw incomplete();
    }

    private static int size(String line) {
        try {
            return Integer.parseInt(line.replaceFirst(";.*", "").strip(), 16);
        } catch (NumberFormatException e) {
            throw incomplete();
        }
    }

    private static Refusal incomplete() {
        return new Refusal(
                400, "IncompleteBody", "The body is not in chunks as x-amz-content-sha256 says");
    }

    private static String hex(String algorithm, byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has " + algorithm, e);
        }
    }
}
