package dev.profileguard.sandbox.http.live;

import dev.profileguard.text.JsonText;
import dev.profileguard.text.VisibleText;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes server-sent events. Hidden characters in texts become visible, and each event's data is
/// one line.
///
/// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
final class EventWriter {
    private static final long NOT_WRITING = Long.MAX_VALUE;

    private final OutputStream out;
    private volatile long writingSince = NOT_WRITING;

    EventWriter(OutputStream out) {
        this.out = out;
    }

    /// @param type such as `account`
    /// @param data of maps, lists, texts, numbers and truth values
    void event(String type, Map<String, ? extends @Nullable Object> data) throws IOException {
        write("event: %s\ndata: %s\n\n".formatted(type, JsonText.of(visible(data))));
    }

    /// Says up to where the page has read.
    void position(Position position) throws IOException {
        write("event: read\nid: %s\ndata: {}\n\n".formatted(position.text()));
    }

    /// Whether it has waited this long for the page to read.
    boolean isStuckFor(Duration time) {
        long since = writingSince;
        return since != NOT_WRITING && System.nanoTime() - since > time.toNanos();
    }

    private void write(String text) throws IOException {
        writingSince = System.nanoTime();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        writingSince = NOT_WRITING;
    }

    private static @Nullable Object visible(@Nullable Object value) {
        return switch (value) {
            case String text -> VisibleText.line(text);
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> all = new LinkedHashMap<>();
                map.forEach((key, each) -> all.put(VisibleText.line("" + key), visible(each)));
                yield all;
            }
            case List<?> list ->
                    list.stream().map(EventWriter::visible).collect(Collectors.toList());
            case null -> null;
            default -> value;
        };
    }
}
