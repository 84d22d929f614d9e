package dev.profileguard.text;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.event.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JsonTextTest {
    @ParameterizedTest
    @EnumSource
    void aDocumentHasNoHiddenCharacterAndTheSameValues(HostileText hostile) throws IOException {
        String json = Json.text(Map.of(hostile.text(), hostile.text()));

        assertThat(HostileText.isHidden(json)).isFalse();
        assertThat(JSON.std.mapFrom(json)).isEqualTo(Map.of(hostile.text(), hostile.text()));
    }

    @ParameterizedTest
    @EnumSource
    void aStringIsPlainAndTheSameValue(HostileText hostile) throws IOException {
        String json = JsonText.string(hostile.text());

        assertThat(HostileText.isHidden(json)).isFalse();
        assertThat(json).doesNotContain("'").doesNotContain("`").doesNotContain("<");
        assertThat(JSON.std.anyFrom(json)).isEqualTo(hostile.text());
    }

    @Test
    void aLegitimateTextStaysReadable() {
        String text = "team a/b, Jürgen, 東京, 👍🏽";

        assertThat(JsonText.string(text)).isEqualTo("\"" + text + "\"");
        assertThat(Json.text(Map.of("name", text))).isEqualTo("{\"name\":\"%s\"}", text);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsReadCanBeEncoded(HostileText hostile) throws IOException {
        String json =
                "{\"a\": {%s: [%1$s, null, {\"b\": %1$s}]}}"
                        .formatted(JsonText.string(hostile.text()));

        Map<String, Object> read =
                Json.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));

        String encodable = VisibleText.encodable(hostile.text());
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        Json.write(written, Map.copyOf(read));
        assertThat(JSON.std.mapFrom(written.toByteArray())).isEqualTo(read);
        assertThat(read.toString())
                .isEqualTo("{a={%s=[%1$s, null, {b=%1$s}]}}".formatted(encodable));
    }
}
