package dev.profileguard.sandbox.http.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where a page continues.
class PositionTest {
    @Test
    void continuesAtItsOwnText() {
        Position position = new Position("s1", 12, 4);

        assertThat(Position.after(position.text(), "s1")).isEqualTo(position);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "s2-12-4", "s1-12", "s1--1-4", "s1-99999999999999999999-4", "s1-1-1\n"})
    void startsAtTheBeginningAfterAnyOtherText(String text) {
        assertThat(Position.after(text, "s1")).isEqualTo(new Position("s1", 0, 0));
    }
}
