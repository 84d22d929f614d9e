package dev.profileguard.sandbox.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// How text from outside gets into a stream.
class EventWriterTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final EventWriter writer = new EventWriter(out);

    @Test
    void cannotBeEndedByAText() throws IOException {
        writer.event("account", Map.of("tag\n\nevent: full", List.of("a\r\n\ndata: b\u2028")));

        assertThat(written())
                .isEqualTo(
                        """
                        event: account
                        data: {"tag\\u005cn\\u005cnevent: full":["a\\u005cr\\u005cn\\u005cndata: b\\u005cu2028"]}

                        """);
    }

    @Test
    void showsTheDirectionOfTexts() throws IOException {
        writer.event("account", Map.of("tag", "\u202Egnp.exe"));

        assertThat(written()).contains("{\"tag\":\"\\u005cu202egnp.exe\"}");
    }

    @Test
    void keepsTextOfAllLanguages() throws IOException {
        writer.event("account", Map.of("tag", "東京 \"🗼\" <b>"));

        assertThat(written()).contains("{\"tag\":\"東京 \\u0022🗼\\u0022 <b>\"}");
    }

    @Test
    void writesPositionsAsIds() throws IOException {
        writer.position(new Position("s1", 7, 3));

        assertThat(written()).isEqualTo("event: read\nid: s1-7-3\ndata: {}\n\n");
        assertThat(writer.isStuckFor(Duration.ZERO)).isFalse();
    }

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
