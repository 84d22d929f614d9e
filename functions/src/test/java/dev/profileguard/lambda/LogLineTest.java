package dev.profileguard.lambda;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.amazonaws.services.lambda.runtime.Context;
import com.fasterxml.jackson.jr.ob.JSON;
import dev.profileguard.finding.Finding;
import dev.profileguard.finding.Notice;
import dev.profileguard.finding.delivery.DeliveryReport;
import dev.profileguard.finding.delivery.Undelivered;
import dev.profileguard.lambda.log.LazyLogging;
import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.InvocationResult;
import dev.profileguard.reconcile.Outcome;
import dev.profileguard.text.HostileText;
import dev.profileguard.text.VisibleText;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.status.StatusLogger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/// The lines that Lambda's log gets, with hostile text in every field.
class LogLineTest {
    @ParameterizedTest
    @EnumSource
    void aResultIsOneJsonLineEach(HostileText hostile) throws IOException {
        String text = VisibleText.encodable(hostile.text());
        Outcome outcome =
                new Outcome.Answered(
                        text,
                        Decision.Common.SHOWN,
                        text,
                        List.of(),
                        List.of(finding(text)),
                        Map.of(text, List.of(text)),
                        text);

        PowertoolsReporting.report(
                context,
                new InvocationResult(List.of(outcome)),
                List.of("warning " + text),
                MetricLineTest.NO_CALLS);

        List<Map<String, Object>> logged = logged(3);
        String line = VisibleText.line(text);
        assertThat(logged.get(0)).containsEntry("message", "warning " + line);
        assertThat(logged.get(1))
                .containsEntry("message", "shown: " + line)
                .containsEntry("event_id", line)
                .containsEntry("outcome", read(outcome.json()));
        assertThat(logged.get(2)).containsEntry("message", line + ": " + line);
        Map<?, ?> found = (Map<?, ?>) requireNonNull(logged.get(2).get("finding"));
        assertThat(found.get("cause")).isEqualTo(text);
        assertThat(found.get("todo")).isEqualTo(List.of(text));
    }

    @ParameterizedTest
    @EnumSource
    void aFailedDeliveryIsOneJsonLine(HostileText hostile) throws IOException {
        String text = VisibleText.encodable(hostile.text());
        Notice notice = new Notice(finding(text), Notice.Status.OPEN, Instant.EPOCH);
        Undelivered undelivered = new Undelivered(text, text, notice);

        PowertoolsReporting.delivered(
                context,
                new DeliveryReport(
                        List.of(notice),
                        List.of(undelivered),
                        List.of(undelivered),
                        List.of(text)));

        List<Map<String, Object>> logged = logged(3);
        assertThat(logged.get(0)).containsEntry("message", VisibleText.line(text));
        assertThat(logged.get(1)).containsEntry("undelivered", read(undelivered.json()));
        assertThat(logged.get(2)).containsEntry("undelivered", read(undelivered.json()));
    }

    @ParameterizedTest
    @EnumSource
    void aLineOfALibraryIsSafeToo(HostileText hostile) throws IOException {
        String text = VisibleText.encodable(hostile.text());
        LazyLogging.begin();

        LoggerFactory.getLogger("software.amazon.awssdk.x")
                .warn("{}", text, new IllegalStateException(text));

        assertThat(logged(1).getFirst()).containsEntry("message", text).containsKey("error");
    }

    /// Its own lines are no JSON. It has one for each line with more fields than placeholders.
    @Test
    void log4jWritesNothingOfItsOwn() {
        LazyLogging.begin();

        assertThat(StatusLogger.getLogger().getFallbackListener().getStatusLevel())
                .isEqualTo(Level.ERROR);
        assertThat(StatusLogger.getLogger().getListeners())
                .allMatch(listener -> listener.getStatusLevel().equals(Level.ERROR));
    }

    private final Context context = mock(Context.class);
    private final LogLines lines = new LogLines();

    @BeforeEach
    void onLambda() {
        when(context.getFunctionName()).thenReturn("profile-guard-ProfileGuard");
    }

    @AfterEach
    void release() {
        lines.close();
    }

    /// The lines as JSON values, if nothing in them is hidden.
    private List<Map<String, Object>> logged(int count) throws IOException {
        assertThat(lines.all())
                .hasSize(count)
                .allSatisfy(line -> {
                    assertThat(line).endsWith("\n");
                    assertThat(HostileText.isHidden(line.stripTrailing())).as(line).isFalse();
                });
        return lines.json();
    }

    private static Object read(Map<String, ?> json) throws IOException {
        return JSON.std.mapFrom(JSON.std.asString(json));
    }

    private static Finding finding(String text) {
        return new Finding(
                Finding.Kind.ROLE_GONE, text, text, text, text, List.of(text), List.of(text), text);
    }
}
