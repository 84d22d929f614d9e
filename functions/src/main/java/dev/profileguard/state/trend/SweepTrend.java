package dev.profileguard.state.trend;

import java.util.List;
import java.util.stream.Stream;

/// The last sweeps of the whole account, oldest first.
public record SweepTrend(List<SweptPoint> points) {
    /// No sweep is known.
    public static final SweepTrend EMPTY = new SweepTrend(List.of());

    /// A month of sweeps, one every six hours.
    static final int MOST = 120;

    /// Takes a copy of the last of them.
    public SweepTrend {
        points = List.copyOf(points.subList(Math.max(0, points.size() - MOST), points.size()));
    }

    /// The same with one more.
    public SweepTrend with(SweptPoint point) {
        return new SweepTrend(Stream.concat(points.stream(), Stream.of(point)).toList());
    }
}
