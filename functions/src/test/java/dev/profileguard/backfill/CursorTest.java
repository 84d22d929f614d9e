package dev.profileguard.backfill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @Test
    void isReadAsItWasHandedOut() {
        assertThat(Cursor.read(request(CURSOR.text()), RULES)).isEqualTo(CURSOR);
    }

    @Test
    void carriesNamesInAnyScript() {
        Cursor umlaut =
                new Cursor(
                        "r",
                        1,
                        request(null),
                        new Position("1-role/rôle-é"),
                        null,
                        Map.of("guard", Map.of()));

        assertThat(Cursor.read(request(umlaut.text()), RULES).position().after())
                .isEqualTo("1-role/rôle-é");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 20, 60})
    void oneChangedLetterIsNoticed(int at) {
        String text = CURSOR.text();
        int place = 2 + at; // behind the version
        char other = text.charAt(place) == 'A' ? 'B' : 'A';
        String tampered = text.substring(0, place) + other + text.substring(place + 1);

        assertThatThrownBy(() -> Cursor.read(request(tampered), RULES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cursor: it was truncated or changed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "1..", "1.e30.0", "x", "1.a.b.c", "1.%%%.0", "1.e30"})
    void whatIsNoCursorIsSaidToBeNone(String text) {
        assertThatThrownBy(() -> Cursor.read(request(text), RULES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cursor: ");
    }

    @Test
    void anotherVersionIsNamed() {
        assertThatThrownBy(() -> Cursor.read(request("7" + CURSOR.text().substring(1)), RULES))
                .hasMessage(
                        "cursor: it has version '7', and this function has version 1; start again"
                                + " without it");
    }

    @Test
    void belongsToTheRequestThatItWasHandedOutFor() {
        SweepRequest other =
                new SweepRequest(
                        SweepRequest.Mode.APPLY, List.of("guard"), List.of(), CURSOR.text(), null);

        assertThatThrownBy(() -> Cursor.read(other, RULES))
                .hasMessage(
                        "cursor: it belongs to a request with mode plan, not apply; repeat that"
                                + " request, or start without the cursor");
    }

    private static final List<String> RULES = List.of("guard", "tags");
    private static final Cursor CURSOR = cursor("plan-1");

    @Test
    void aPlanWhoseIdIsTooLongIsDamage() {
        Cursor cursor = cursor("p".repeat(129));

        assertThatThrownBy(() -> Cursor.read(request(cursor.text()), RULES))
                .hasMessage("cursor: it was truncated or changed; start again without it");
    }

    private static Cursor cursor(String plan) {
        Map<String, Map<String, Integer>> counts = new LinkedHashMap<>();
        counts.put("guard", Map.of("no-drift", 12));
        return new Cursor(
                "run-1",
                3,
                request(null),
                new Position(
                        "2-instance-profile/web", List.of("role/db"), List.of("1-role/db#tags"), 2),
                plan,
                counts);
    }

    private static SweepRequest request(@Nullable String cursor) {
        return new SweepRequest(
                SweepRequest.Mode.PLAN, List.of("guard"), List.of("web-*"), cursor, null);
    }
}
