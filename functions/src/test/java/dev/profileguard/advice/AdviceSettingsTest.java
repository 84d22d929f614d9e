package dev.profileguard.advice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdviceSettingsTest {
    @ParameterizedTest
    @CsvSource({"'', false", "off, false", "on, true"})
    void decodesMessagesOnlyWhenThatIsOn(String value, boolean decodes) {
        assertThat(settings("observe", value).decodes()).isEqualTo(decodes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "On", "enforce"})
    void refusesAnotherValue(String value) {
        assertThatThrownBy(() -> settings("observe", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "DecodeAuthorizationMessages is not one of on, off (it is '%s', from"
                                + " DECODE_AUTHORIZATION_MESSAGES). Valid example:"
                                + " DecodeAuthorizationMessages=off",
                        value);
    }

    @Test
    void warnsThatFindingsShowStatements() {
        assertThat(settings("observe", "on").warnings())
                .containsExactly(
                        "DecodeAuthorizationMessages is on: findings show statements of policies to"
                                + " everybody who reads findings");
        assertThat(settings("observe", "off").warnings()).isEmpty();
        assertThat(settings("off", "on").warnings())
                .containsExactly("AdviceMode is off: no call is explained");
    }

    private static AdviceSettings settings(String mode, String decode) {
        Map<String, String> variables = new HashMap<>();
        variables.put("ADVICE_MODE", mode);
        variables.put("FAILURES_TABLE", "failures");
        variables.put("DECODE_AUTHORIZATION_MESSAGES", decode);
        return AdviceSettings.from(variables);
    }
}
