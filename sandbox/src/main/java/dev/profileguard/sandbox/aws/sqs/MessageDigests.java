package dev.profileguard.sandbox.aws.sqs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/// The checksums of messages, which clients verify. They are no protection.
/// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
public final class MessageDigests {
    private static final int STRING = 1;

    private MessageDigests() {}

    /// The MD5 of a body.
    public static String ofBody(String body) {
        return md5(body.getBytes(StandardCharsets.UTF_8));
    }

    /// The MD5 of attributes.
    ///
    /// @param attributes texts by name
    public static String ofAttributes(Map<String, String> attributes) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new TreeMap<>(attributes)
                .forEach((name, value) -> {
                    add(bytes, name);
                    add(bytes, "String");
                    bytes.write(STRING);
                    add(bytes, value);
                });
        return md5(bytes.toByteArray());
    }

    private static void add(ByteArrayOutputStream bytes, String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(encoded.length).array());
        bytes.writeBytes(encoded);
    }

    private static String md5(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5", e);
        }
    }
}
