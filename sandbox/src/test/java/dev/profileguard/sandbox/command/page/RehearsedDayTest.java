package dev.profileguard.sandbox.command.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.profileguard.page.PageChart;
import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A replay as a chart.
class RehearsedDayTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-01-05T00:00:00Z");

    @Test
    void isMissingWithoutACallThatHasATime() {
        assertThat(RehearsedDay.of(List.of(), List.of())).isEmpty();
    }

    @Test
    void countsCallsChangesAndFindingsByTheirTimes() {
        List<Instant> calls = List.of(at(0), at(10), at(130));
        List<Entry> entries =
                List.of(
                        Entry.of(at(11), Entry.Kind.ACTION).ended("done", null),
                        Entry.of(at(11), Entry.Kind.ACTION).ended("would-do", null),
                        Entry.of(at(131), Entry.Kind.FINDING),
                        Entry.of(at(131), Entry.Kind.CALL));

        PageChart chart = RehearsedDay.of(calls, entries).orElseThrow();

        assertThat(chart.title()).isEqualTo("The recorded calls, 5 min a step");
        assertThat(chart.times()).hasSize(27).startsWith(MIDNIGHT.toString());
        assertThat(chart.series())
                .extracting(PageChart.Series::name)
                .containsExactly("calls", "changes done", "findings");
        assertThat(total(chart, 0)).isEqualTo(3);
        assertThat(total(chart, 1)).isEqualTo(1);
        assertThat(total(chart, 2)).isEqualTo(1);
        assertThat(chart.series().get(1).numbers().get(2)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "PT0S, 1 min",
        "PT47M, 1 min",
        "PT48M, 5 min",
        "PT24H, 1 h",
        "P90D, 7 d",
        "P9000D, 192 d"
    })
    void aStepSuitsTheSpan(Duration span, String step) {
        PageChart chart =
                RehearsedDay.of(
                                List.of(
                                        MIDNIGHT.plusSeconds(59),
                                        MIDNIGHT.plusSeconds(59).plus(span)),
                                List.of())
                        .orElseThrow();

        assertThat(chart.title()).endsWith(", " + step + " a step");
        assertThat(chart.times()).hasSizeLessThanOrEqualTo(49);
        assertThat(total(chart, 0)).isEqualTo(2);
    }

    private static long total(PageChart chart, int series) {
        return chart.series().get(series).numbers().stream().flatMapToLong(LongStream::of).sum();
    }

    private static Instant at(long minutes) {
        return MIDNIGHT.plus(Duration.ofMinutes(minutes));
    }
}
