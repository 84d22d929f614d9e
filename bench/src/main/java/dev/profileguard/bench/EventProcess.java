package dev.profileguard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.util.ArrayList;
import java.util.List;

/// A process that handles events: it reads one a line, and says of each what it cost. The change
/// that an event tells is made here, so that it warms nothing there.
final class EventProcess implements AutoCloseable {
    /// Begins the line that says how many milliseconds the preparation of a snapshot took.
    static final String PRIMED = "primed ";

    private static final int STEADY_FROM = 1_000;

    private final Job job;
    private final Process process;
    private final BufferedReader costs;
    private final BufferedWriter events;
    private double primed;

    private EventProcess(Job job, Process process) {
        this.job = job;
        this.process = process;
        this.costs = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
        this.events = new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), UTF_8));
    }

    /// Runs a process from its start to its last event.
    ///
    /// @param more how many events follow the first
    static Life life(Account account, Job job, List<String> command, int more) throws IOException {
        String event = account.change(job, 0);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(account.environment());
        long began = System.nanoTime();
        try (EventProcess running = new EventProcess(job, builder.start())) {
            Written written = Written.watch(account, job, began);
            Cost first = running.handle(event);
            double cold = (System.nanoTime() - began) / 1e6;
            List<Cost> later = new ArrayList<>();
            for (int i = 1; i <= more; i++) {
                later.add(running.handle(account.change(job, i)));
            }
            return new Life(cold, written.millis(), running.primed, first, List.copyOf(later));
        }
    }

    private Cost handle(String event) throws IOException {
        events.write(event.replace("\n", ""));
        events.newLine();
        events.flush();
        for (String line = costs.readLine(); line != null; line = costs.readLine()) {
            if (Cost.isIn(line)) {
                return Cost.of(line);
            }
            if (line.startsWith(PRIMED)) {
                primed = Double.parseDouble(line.substring(PRIMED.length()));
            }
        }
        throw new IllegalStateException(job + ": the process ended before it answered");
    }

    @Override
    public void close() throws IOException {
        events.close();
        while (costs.readLine() != null) {
            // it says no more that counts
        }
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    /// @param cold from the start of the process to the end of its first event, in milliseconds
    /// @param written from its start to the repair, which is seen in the account within a
    ///   millisecond; NaN if the job repairs nothing
    /// @param primed how many milliseconds the preparation of a snapshot took; 0 without
    /// @param first the first event
    /// @param later the others
    record Life(double cold, double written, double primed, Cost first, List<Cost> later) {
        /// @throws IllegalStateException if there was only one event
        Cost second() {
            if (later.isEmpty()) {
                throw new IllegalStateException("There was only one event");
            }
            return later.getFirst();
        }

        /// The events of the steady state: from the thousandth on, or the second half of fewer.
        List<Cost> steady() {
            int from = later.size() > STEADY_FROM ? STEADY_FROM : later.size() / 2;
            return later.subList(from, later.size());
        }

        double peakMegabytes() {
            return later.isEmpty() ? first.peakMegabytes() : later.getLast().peakMegabytes();
        }
    }
}
