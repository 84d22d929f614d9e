package dev.profileguard.sandbox.export;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.function.Consumer;

/// Reads messages that each follow their time, in the same line; a message may go on in further
/// lines. One is held at a time.
public final class TimedLines {
    private static final int LONGEST = 16 << 20;

    private TimedLines() {}

    /// Hands over each message: what stands from the first brace on, and the whole line where there
    /// is none.
    public static void read(BufferedReader input, Consumer<String> messages) throws IOException {
        StringBuilder message = new StringBuilder();
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            if (TextKinds.isTimed(line)) {
                handOver(message, messages);
                line = line.substring(Math.max(0, line.indexOf('{')));
            }
            if (message.length() + line.length() > LONGEST) {
                throw new IOException("a message is longer than CloudWatch Logs allows");
            }
            message.append(line).append('\n');
        }
        handOver(message, messages);
    }

    private static void handOver(StringBuilder message, Consumer<String> messages) {
        if (!message.isEmpty()) {
            messages.accept(message.toString().strip());
            message.setLength(0);
        }
    }
}
