package dev.profileguard.sandbox.trail.export;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.function.Consumer;

/// Reads messages from lines that start with a timestamp. Lines without a timestamp continue the
/// message before them. Only one message is in memory at a time.
public final class TimestampedLines {
    private static final int MAX_MESSAGE_LENGTH = 16 << 20;

    private TimestampedLines() {}

    /// Reads all messages.
    ///
    /// @param input closed by the caller
    /// @param messages receives each message, from its first brace on; without a brace, with its
    ///   timestamp
    /// @throws IOException when the input cannot be read, or a message is too long
    public static void read(BufferedReader input, Consumer<String> messages) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (TextKinds.hasTimestamp(line)) {
                flush(message, messages);
                line = line.substring(Math.max(0, line.indexOf('{')));
            }
            if (message.length() + line.length() > MAX_MESSAGE_LENGTH) {
                throw new IOException("a message is longer than CloudWatch Logs allows");
            }
            message.append(line).append('\n');
        }
        flush(message, messages);
    }

    private static void flush(StringBuilder message, Consumer<String> messages) {
        if (!message.isEmpty()) {
            messages.accept(message.toString().strip());
            message.setLength(0);
        }
    }
}
