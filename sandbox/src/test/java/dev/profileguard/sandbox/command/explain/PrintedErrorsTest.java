package dev.profileguard.sandbox.command.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.advice.rule.Advice;
import dev.profileguard.advice.rule.Facts;
import dev.profileguard.advice.rule.FailedCall;
import dev.profileguard.sandbox.command.explain.reader.FailureGroup;
import dev.profileguard.sandbox.command.explain.reader.FailureReader;
import dev.profileguard.sandbox.command.explain.reader.RecognisedFailure;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each text that a tool printed is recognised, as it is and as logs show it.
class PrintedErrorsTest {
    @ParameterizedTest
    @MethodSource("errors")
    void isRecognised(PrintedError error) {
        RecognisedFailure failure = only(error.text());

        FailedCall call = failure.call();
        assertThat(call.code()).isEqualTo(error.code());
        assertThat(call.operation()).isEqualTo(error.operation());
        assertThat(call.service().replace(".amazonaws.com", "")).isEqualTo(error.service());
        assertThat(failure.names()).isEqualTo(error.names());
        assertThat(call.region()).isEqualTo(error.region());
        assertThat(failure.requestId()).isEqualTo(error.requestId());
        assertThat(call.message()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void isExplainedAsTheErrorThatItIs(PrintedError error) {
        Advice advice = Advice.of(only(error.text()).call(), Facts.NONE);

        assertThat(advice.diagnosis().text().replaceFirst("^(profile|role)-delete", "delete"))
                .isEqualTo(error.error());
        assertThat(advice.todo()).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("errors")
    void isRecognisedInColours(PrintedError error) {
        assertSame(
                error,
                error.text().replace(" ", " \u001b[31m\u001b[1m").replace(":", ":\u001b[0m"));
        assertSame(error, error.text().replaceAll("(?m)^", "[31m\u2502[0m "));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void isRecognisedInLinesOfALog(PrintedError error) {
        for (String prefix :
                List.of(
                        "2026-01-15T09:00:00.1234567Z ",
                        "[09:00:00] ",
                        "2026-01-15 09:00:00,123 ",
                        "##[error]",
                        "web-1  | ",
                        "> ",
                        "2026-01-15T09:00:00.000+00:00 \u2502 ",
                        "      ")) {
            assertSame(error, error.text().replaceAll("(?m)^(?=.)", prefix));
        }
        assertSame(error, error.text().replace("\n", "\r\n"));
    }

    @ParameterizedTest
    @MethodSource("errors")
    void isRecognisedInABoxThatBreaksWords(PrintedError error) {
        String box =
                error.text()
                        .lines()
                        .flatMap(line -> List.of(line.split("(?<=\\G.{61})")).stream())
                        .map("\u2502 %s \u2502"::formatted)
                        .collect(Collectors.joining("\n"));

        RecognisedFailure failure = FailureReader.read(box).getFirst();
        assertThat(failure.call().code()).isEqualTo(error.code());
        assertThat(only(error.text()).call().message()).contains(failure.call().message());
    }

    @ParameterizedTest
    @MethodSource("errors")
    void isRecognisedWithinJsonAndHtml(PrintedError error) {
        String json =
                error.text()
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\t", "\\t")
                        .replace("\n", "\\n");
        assertSame(error, "{\"message\":\"" + json + "\"}");
        assertSame(
                error,
                "{\"log\":\"{\\\"message\\\":\\\"%s\\\"}\"}"
                        .formatted(json.replace("\\", "\\\\").replace("\"", "\\\"")));
        assertSame(
                error,
                error.text()
                        .replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;")
                        .replace("'", "&#39;"));
    }

    private static void assertSame(PrintedError error, String text) {
        FailedCall call = only(text).call();
        assertThat(call.code()).as(text).isEqualTo(error.code());
        assertThat(call.operation()).as(text).isEqualTo(error.operation());
        assertThat(call.message()).as(text).isEqualTo(only(error.text()).call().message());
    }

    private static RecognisedFailure only(String text) {
        List<FailureGroup> groups = FailureGroup.of(FailureReader.read(text));
        assertThat(groups).as(text).hasSize(1);
        return groups.getFirst().failure();
    }

    static List<PrintedError> errors() {
        return PrintedError.all();
    }
}
