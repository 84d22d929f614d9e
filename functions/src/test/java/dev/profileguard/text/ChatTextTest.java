package dev.profileguard.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ChatTextTest {
    @ParameterizedTest
    @EnumSource
    void aCodeSpanEndsOnlyAtItsEnd(HostileText hostile) {
        String code = ChatText.code(hostile.text());

        assertThat(code).startsWith("`&lt;").endsWith("&gt;`");
        assertThat(code.substring(1, code.length() - 1))
                .doesNotContain("`", "<", ">", "](")
                .matches(text -> !HostileText.isHidden(text));
    }

    @ParameterizedTest
    @EnumSource
    void plainTextHasNoMarkup(HostileText hostile) {
        assertThat(ChatText.plain(hostile.text()))
                .doesNotContain("`", "<", ">", "](", "*", "~", "@here", ":white_check_mark:", " _")
                .matches(text -> !HostileText.isHidden(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a & b | `a &amp; b`",
                "add role prod_web to *: done | `add role prod_web to *: done`",
                "'' | -"
            })
    void codeIsShownAsItIs(String text, String code) {
        assertThat(ChatText.code(text)).isEqualTo(code);
    }

    @Test
    void aTitleStaysAsItIs() {
        String title = "[WARNING] role-reverted: instance-profile/prod_web+a=b,c.d@example.com-1";

        assertThat(ChatText.plain(title)).isEqualTo(title);
    }
}
