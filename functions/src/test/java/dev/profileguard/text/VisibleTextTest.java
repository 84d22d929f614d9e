package dev.profileguard.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTest {
    @ParameterizedTest
    @EnumSource
    void aHostileTextIsOneVisibleLine(HostileText hostile) {
        String line = VisibleText.line(hostile.text());

        assertThat(HostileText.isHidden(line)).isFalse();
        assertThat(line).startsWith("<").endsWith(">");
        if (hostile.isHidden()) {
            assertThat(line).contains("\\");
        } else {
            assertThat(line).isEqualTo(hostile.text());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "arn:aws:iam::123456789012:role/ci/deployer (session build-4711)",
                "C:\\team a\\b c.json",
                "Jürgen Müller, Łódź, Ångström",
                "東京 部署　営業",
                "قسم العمليات",
                "מחלקה",
                "विभाग",
                "café",
                "👍🏽 🇩🇪 1️⃣ ❤️ ☎︎",
                "👩‍💻 👨‍👩‍👧‍👦 ❤️‍🔥 👩🏽‍🚀 🏳️‍🌈",
                "\\u001b is written out"
            })
    void aLegitimateTextStaysAsItIs(String text) {
        assertThat(VisibleText.line(text)).isEqualTo(text);
        assertThat(VisibleText.excerpt(text)).isEqualTo(text);
        assertThat(VisibleText.encodable(text)).isEqualTo(text);
    }

    @Test
    void anEscapeNamesTheCharacter() {
        assertThat(VisibleText.line("a\nb\r\tc\u001b\u0085\u2028\u202e\ud83d\udb40\udc41"))
                .isEqualTo("a\\nb\\r\\tc\\u001b\\u0085\\u2028\\u202e\\ud83d\\u{e0041}");
    }

    @ParameterizedTest
    @EnumSource
    void aVisibleTextDoesNotChangeAnyMore(HostileText hostile) {
        String line = VisibleText.line(hostile.text());

        assertThat(VisibleText.line(line)).isEqualTo(line);
        assertThat(VisibleText.message(VisibleText.message(hostile.text().repeat(1_000))))
                .isEqualTo(VisibleText.message(hostile.text().repeat(1_000)));
    }

    @ParameterizedTest
    @EnumSource
    void aLongMessageIsCut(HostileText hostile) {
        String message = VisibleText.message(hostile.text().repeat(1 << 18));

        assertThat(message).hasSizeLessThanOrEqualTo(2_003).endsWith("...");
        assertThat(HostileText.isHidden(message)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "abcdef, 6, abcdef",
        "abcdef, 5, abcde...",
        "abcdef..., 6, abcdef...",
        "a😀, 2, a..."
    })
    void aCutTextEndsAtACharacter(String text, int most, String cut) {
        assertThat(VisibleText.cut(text, most)).isEqualTo(cut);
        assertThat(VisibleText.cut(cut, most)).isEqualTo(cut);
    }

    @ParameterizedTest
    @EnumSource
    void anEncodableTextSurvivesUtf8(HostileText hostile) {
        String text = VisibleText.encodable(hostile.text());
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

        assertThat(new String(bytes, StandardCharsets.UTF_8)).isEqualTo(text);
        if (!hostile.text().chars().anyMatch(unit -> Character.isSurrogate((char) unit))) {
            assertThat(text).isEqualTo(hostile.text());
        }
    }
}
