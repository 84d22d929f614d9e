package dev.profileguard.page;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The last sweeps of a deployed stack as a chart.
public final class PageTrend {
    private static final Map<String, String> NAMES =
            Map.of(
                    "done", "changes done",
                    "open", "changes not done",
                    "critical", "critical findings",
                    "warning", "warnings",
                    "failed", "failures");

    private PageTrend() {}

    /// The chart; empty: there are not two sweeps to compare.
    ///
    /// @param points one for each sweep, oldest first, with the fields `time`, `done`, `open`,
    ///   `critical`, `warning` and `failed`
    public static List<PageChart> of(List<Map<String, Object>> points) {
        if (points.size() < 2) {
            return List.of();
        }
        return List.of(
                new PageChart(
                        "The last %d sweeps of the whole account".formatted(points.size()),
                        points.stream().map(each -> String.valueOf(each.get("time"))).toList(),
                        Stream.of("done", "open", "critical", "warning", "failed")
                                .map(field -> series(field, points))
                                .toList()));
    }

    private static PageChart.Series series(String field, List<Map<String, Object>> points) {
        return new PageChart.Series(
                NAMES.getOrDefault(field, field),
                points.stream()
                        .map(each ->
                                each.get(field) instanceof Number number ? number.longValue() : 0L)
                        .toList());
    }
}
