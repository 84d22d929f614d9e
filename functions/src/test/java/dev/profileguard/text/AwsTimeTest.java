package dev.profileguard.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.profileguard.iam.Canary;
import dev.profileguard.iam.Tags;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AwsTimeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1970-01-01T00:00:00Z",
                "2026-01-31T12:00:00Z",
                "2026-01-31T12:00:00.123Z",
                "9999-12-31T23:59:59.999999999Z"
            })
    void isWhatInstantReads(String text) {
        assertThat(AwsTime.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1969-12-31T23:59:59.999999999Z",
                "+10000-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59.999999999Z",
                "-1000000000-01-01T00:00:00Z",
                "2026-01-31",
                ""
            })
    void isNothingElse(String text) {
        assertThatThrownBy(() -> AwsTime.parse(text)).isInstanceOf(DateTimeParseException.class);
    }

    @Test
    void aCanaryWithAnotherTimeIsNotOurs() {
        assertThat(Canary.writtenAt(Tags.of(Canary.TAG, "+1000000000-12-31T23:59:59Z"))).isNull();
    }
}
