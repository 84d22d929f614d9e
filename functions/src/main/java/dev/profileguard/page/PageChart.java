package dev.profileguard.page;

import java.util.ArrayList;
import java.util.List;

/// Numbers over time.
///
/// @param title such as `Sweeps`
/// @param times of the numbers, oldest first, as people read them
/// @param series each with a number for each time
public record PageChart(String title, List<String> times, List<Series> series) {
    /// One line of a chart.
    ///
    /// @param name such as `repairs`
    public record Series(String name, List<Long> numbers) {
        /// Takes a copy.
        public Series {
            numbers = List.copyOf(numbers);
        }
    }

    /// Takes copies.
    ///
    /// @throws IllegalArgumentException when a series has not a number for each time
    public PageChart {
        times = List.copyOf(times);
        series = List.copyOf(series);
        for (Series each : series) {
            if (each.numbers().size() != times.size()) {
                throw new IllegalArgumentException(
                        "%d numbers for %d times".formatted(each.numbers().size(), times.size()));
            }
        }
    }

    /// As JSON values: the title, the times, and each series with its name first.
    List<Object> json() {
        return List.of(
                title,
                times,
                series.stream()
                        .map(each -> {
                            List<Object> values = new ArrayList<>();
                            values.add(each.name());
                            values.addAll(each.numbers());
                            return values;
                        })
                        .toList());
    }
}
