package dev.profileguard.sandbox.command.stack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// When a request counts as done.
class AnswerTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"decision\": \"shown\", \"why\": \"it is right\"}",
                "{\"decision\": \"has-profile\", \"actions\": []}",
                "{\"decision\": \"x\", \"actions\": [{\"outcome\": \"done\"}, {\"outcome\":"
                        + " \"already\"}]}",
                "{\"mode\": \"plan\", \"failed\": 0, \"cursor\": null}",
                "[1, 2]",
                "null"
            })
    void isDone(String answer) {
        assertThat(Answer.of("F", answer, null).refusal()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '\'',
            value = {
                "{\"decision\": \"off\", \"why\": \"GuardMode is off\"};F did not do it (off):"
                        + " GuardMode is off",
                "{\"decision\": \"x\", \"actions\": [{\"description\": \"tag role a\","
                        + " \"outcome\": \"would-do\"}]};F did not tag role a: would-do",
                "{\"failed\": 2};F failed for 2 roles or profiles; the answer names them",
                "{\"cursor\": \"1.a.b\"};F did only a part"
            })
    void isNotDone(String answer, String why) {
        assertThat(Answer.of("F", answer, null).refusal()).startsWith(why);
    }

    @Test
    void tellsARefusalFromAFailure() {
        assertThat(
                        Answer.of(
                                        "F",
                                        "{\"errorMessage\": \"minutes is missing\", \"errorType\":"
                                                + " \"java.lang.IllegalArgumentException\"}",
                                        "Unhandled")
                                .refusal())
                .isEqualTo("F refused the request: minutes is missing");
        assertThat(
                        Answer.of(
                                        "F",
                                        "{\"errorType\": \"Sandbox.Timedout\", \"errorMessage\":"
                                                + " \"Task timed out after 30.00 seconds\"}",
                                        "Unhandled")
                                .refusal())
                .isEqualTo("F failed: Sandbox.Timedout: Task timed out after 30.00 seconds");
        assertThat(Answer.of("F", "no JSON", "Unhandled").refusal()).isEqualTo("F failed: no JSON");
    }
}
