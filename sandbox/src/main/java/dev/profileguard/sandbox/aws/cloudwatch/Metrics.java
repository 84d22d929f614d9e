package dev.profileguard.sandbox.aws.cloudwatch;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The numbers that were put into metrics. Thread-safe.
public final class Metrics {
    /// So that a sandbox that runs for weeks stays small.
    private static final int KEPT = 10_000;

    private final Map<Metric, Deque<Sample>> samples = new LinkedHashMap<>();

    /// No metrics.
    public Metrics() {}

    /// Puts one number into a metric.
    public synchronized void add(Metric metric, Instant time, double value) {
        Deque<Sample> all = samples.computeIfAbsent(metric, none -> new ArrayDeque<>());
        all.add(new Sample(time, value));
        if (all.size() > KEPT) {
            all.remove();
        }
    }

    /// The latest numbers of a metric, in the order in which they came; empty: there is none.
    public synchronized List<Sample> samples(Metric metric) {
        Deque<Sample> all = samples.get(metric);
        return all == null ? List.of() : List.copyOf(all);
    }

    /// The metrics that have numbers.
    public synchronized List<Metric> all() {
        return List.copyOf(samples.keySet());
    }
}
