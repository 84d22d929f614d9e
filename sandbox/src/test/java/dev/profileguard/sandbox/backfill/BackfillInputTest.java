package dev.profileguard.sandbox.backfill;

import static dev.profileguard.sandbox.backfill.SweptAccount.add;
import static dev.profileguard.sandbox.backfill.SweptAccount.remove;
import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.backfill.Cursor;
import dev.profileguard.backfill.Position;
import dev.profileguard.backfill.SweepRequest;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackfillInputTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'mode': 'destroy'}                           | there is no 'destroy'",
                "{'mode': 3}                                   | mode must be a string",
                "{'mode': 'apply', 'rules': ['guards']}        | there is no rule 'guards'",
                "{'mode': 'apply', 'rules': 'guard'}           | rules must be a list of strings",
                "{'mode': 'apply', 'names': ['a b']}           | 'a b' can match no name",
                "{'mode': 'apply', 'names': [1]}               | names must be a list of strings",
                "{'mode': 'apply', 'name': ['a']}              | there is no field 'name'",
                "{'mode': 'apply', 'plan': 'p', 'rules': ['guard']} | not together with rules",
                "{'mode': 'plan', 'plan': 'p'}                 | plan is valid only with",
                "{'mode': 'apply', 'plan': 'p'}                | there is no plan 'p'",
                "{'mode': 'apply', 'cursor': 'abc'}            | it was truncated or changed",
                "{'mode': 'apply', 'cursor': '0.e30.44136fa355b3678a'} | it has version '0'",
                "{'mode': 'apply', 'names': []}                | names is an empty list",
                "{'mode': 'apply', 'rules': []}                | rules is an empty list",
                "{'mode': 'apply', 'plan': ''}                 | plan must be a string that is not"
                        + " empty",
                "{'mode': 'apply', 'cursor': ' '}              | cursor must be a string that is"
                        + " not empty",
                "[]                                            | not a JSON object",
            })
    void isRefusedNamingTheErrorBeforeAnyChange(String request, String says) {
        String refusal = account.refusal(request.replace('\'', '"'));

        assertThat(refusal).contains(says);
        assertThat(account.calls()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {129, 2_048, 2_049, 100_000})
    void aLongPlanIdIsNoPlan(int length) {
        String plan = "é".repeat(length);

        assertThat(account.refusal("{\"mode\": \"apply\", \"plan\": \"%s\"}".formatted(plan)))
                .contains("there is no plan 'éé", "éé...'");
        assertThat(account.calls()).isEmpty();
    }

    @Test
    void aCursorOfAnotherRequestIsRefused() {
        String cursor = cursor("plan");

        assertThat(account.refusal("{\"mode\": \"sweep\", \"cursor\": \"%s\"}".formatted(cursor)))
                .contains("it belongs to a request with mode plan, not sweep");
        assertThat(account.refusal("{\"names\": [\"a*\"], \"cursor\": \"%s\"}".formatted(cursor)))
                .contains("it belongs to a request with names [], not [a*]");
        assertThat(account.calls()).isEmpty();
    }

    @Test
    void aCursorThatWasTamperedWithIsRefused() {
        String cursor = cursor("sweep");
        for (int i = 2; i < cursor.length(); i += 7) {
            char other = cursor.charAt(i) == 'x' ? 'y' : 'x';
            String tampered = cursor.substring(0, i) + other + cursor.substring(i + 1);

            assertThat(
                            account.refusal(
                                    "{\"mode\": \"sweep\", \"cursor\": \"%s\"}"
                                            .formatted(tampered)))
                    .contains("it was truncated or changed");
        }
        assertThat(account.calls()).isEmpty();
    }

    @Test
    void aCursorIsReadAsItWasWritten() {
        SweepRequest request =
                new SweepRequest(
                        SweepRequest.Mode.PLAN, List.of("guard"), List.of("a*"), null, null);
        Cursor cursor =
                new Cursor(
                        "r",
                        3,
                        request,
                        new Position("1-role/a"),
                        "p",
                        Map.of("guard", Map.of("revert", 2)));
        SweepRequest again =
                new SweepRequest(
                        request.mode(),
                        request.rules(),
                        request.names(),
                        cursor.text(),
                        request.plan());

        assertThat(Cursor.read(again, List.of("guard"))).isEqualTo(cursor);
    }

    private static String cursor(String mode) {
        SweepRequest request =
                SweepRequest.read(Map.of("mode", mode), List.of("provision", "guard", "tags"));
        return Objects.requireNonNull(
                new Cursor("r", 1, request, new Position("1-role/a"), null, Map.of()).text());
    }

    private final SweptAccount account = SweptAccount.with();

    @BeforeEach
    void setUp() {
        account.role("web");
        account.role("evil");
        account.profile("prod-web", "web");
        account.backfill("{\"mode\": \"sweep\"}");
        remove(account.as("mallory"), "prod-web", "web");
        add(account.as("mallory"), "prod-web", "evil");
        account.later(Duration.ofHours(1));
    }

    @AfterEach
    void tearDown() {
        assertThat(account.profiles()).containsEntry("prod-web", "evil");
        account.close();
    }
}
