package dev.profileguard.sandbox.aws.cloudwatch;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The samples of all metrics. Thread-safe.
public final class Metrics {
    /// Limits the memory of a sandbox that runs for weeks.
    private static final int MAX_SAMPLES = 10_000;

    private final Map<Metric, Deque<Sample>> samples = new LinkedHashMap<>();

    /// No metrics.
    public Metrics() {}

    /// Adds a sample to a metric.
    public synchronized void add(Metric metric, Instant time, double value) {
        Deque<Sample> all = samples.computeIfAbsent(metric, none -> new ArrayDeque<>());
        all.add(new Sample(time, value));
        if (all.size() > MAX_SAMPLES) {
            all.remove();
        }
    }

    /// The latest samples of a metric, in the order in which they were added; empty: there is no
    /// such metric.
    public synchronized List<Sample> samples(Metric metric) {
        Deque<Sample> all = samples.get(metric);
        return all == null ? List.of() : List.copyOf(all);
    }

    /// The metrics that have samples.
    public synchronized List<Metric> all() {
        return List.copyOf(samples.keySet());
    }
}
