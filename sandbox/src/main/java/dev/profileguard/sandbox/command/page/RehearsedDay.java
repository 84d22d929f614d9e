package dev.profileguard.sandbox.command.page;

import dev.profileguard.page.PageChart;
import dev.profileguard.sandbox.timeline.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Recorded calls and what the functions did about them, as a chart over time.
public final class RehearsedDay {
    private static final int MOST_STEPS = 48;
    private static final List<Duration> STEPS =
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofHours(1),
                    Duration.ofHours(6),
                    Duration.ofDays(1),
                    Duration.ofDays(7),
                    Duration.ofDays(30));
    private static final String DONE = "done";

    private RehearsedDay() {}

    /// The chart.
    ///
    /// @param calls the times of the recorded calls
    /// @param entries the timeline of the sandbox in which they were replayed
    /// @return empty: no call has a time
    public static Optional<PageChart> of(List<Instant> calls, List<Entry> entries) {
        List<Instant> repairs =
                times(
                        entries.stream()
                                .filter(each -> each.kind() == Entry.Kind.ACTION)
                                .filter(each -> DONE.equals(each.outcome())));
        List<Instant> findings =
                times(entries.stream().filter(each -> each.kind() == Entry.Kind.FINDING));
        Optional<Instant> first = calls.stream().min(Instant::compareTo);
        return first.map(start -> {
            Instant end =
                    Stream.of(calls, repairs, findings)
                            .flatMap(List::stream)
                            .max(Instant::compareTo)
                            .orElse(start);
            return chart(new Steps(start, end), calls, repairs, findings);
        });
    }

    private static List<Instant> times(Stream<Entry> entries) {
        return entries.map(Entry::time).toList();
    }

    private static PageChart chart(
            Steps steps, List<Instant> calls, List<Instant> repairs, List<Instant> findings) {
        return new PageChart(
                "The recorded calls, %s a step".formatted(steps.length()),
                steps.times(),
                List.of(
                        new PageChart.Series("calls", steps.counts(calls)),
                        new PageChart.Series("changes done", steps.counts(repairs)),
                        new PageChart.Series("findings", steps.counts(findings))));
    }

    /// The steps of a chart, all of one length.
    private record Steps(Instant start, Duration step, int count) {
        Steps(Instant start, Instant end) {
            this(start, end, step(Duration.between(start, end)));
        }

        private Steps(Instant start, Instant end, Duration step) {
            this(
                    Instant.ofEpochSecond(
                            start.getEpochSecond()
                                    - Math.floorMod(start.getEpochSecond(), step.toSeconds())),
                    step,
                    (int)
                                    (end.getEpochSecond() / step.toSeconds()
                                            - start.getEpochSecond() / step.toSeconds())
                            + 1);
        }

        private static Duration step(Duration span) {
            return STEPS.stream()
                    .filter(each -> span.dividedBy(each) < MOST_STEPS)
                    .findFirst()
                    .orElseGet(() -> Duration.ofDays(span.toDays() / (MOST_STEPS - 1) + 1));
        }

        String length() {
            long hours = step.toHours();
            return hours == 0
                    ? step.toMinutes() + " min"
                    : hours < 24 ? hours + " h" : hours / 24 + " d";
        }

        List<String> times() {
            List<String> times = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                times.add(start.plus(step.multipliedBy(i)).toString());
            }
            return times;
        }

        List<Long> counts(List<Instant> times) {
            Long[] counts = new Long[count];
            Arrays.fill(counts, 0L);
            for (Instant time : times) {
                long at = Duration.between(start, time).dividedBy(step);
                if (at >= 0 && at < count) {
                    counts[(int) at]++;
                }
            }
            return List.of(counts);
        }
    }
}
