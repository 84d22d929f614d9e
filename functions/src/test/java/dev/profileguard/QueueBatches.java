package dev.profileguard;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Map;
import java.util.stream.IntStream;

/// Batches of messages as Lambda hands them to a function.
public final class QueueBatches {
    private QueueBatches() {}

    /// A batch of messages with these bodies. Their IDs are `m-0`, `m-1` and so on.
    public static String of(String... bodies) throws IOException {
        return JSON.std.asString(
                Map.of(
                        "Records",
                        IntStream.range(0, bodies.length)
                                .mapToObj(i -> Map.of("messageId", "m-" + i, "body", bodies[i]))
                                .toList()));
    }
}
