package dev.profileguard.sandbox.fault;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;

/// What goes wrong, on demand. Chance is seeded: the same calls meet the same faults. Thread-safe.
public final class Faults {
    private static final long SEED = 20250101;

    private final Random chance = new Random(SEED);
    private final Consumer<Duration> readLag;
    private FaultSettings settings = FaultSettings.NONE;

    /// No faults.
    ///
    /// @param readLag hears of each change of the lag between write and read
    public Faults(Consumer<Duration> readLag) {
        this.readLag = readLag;
    }

    /// What is set now.
    public synchronized FaultSettings settings() {
        return settings;
    }

    /// Changes what is named and leaves the rest.
    ///
    /// @param changes such as `{"throttle": "0.05", "fail": "CreateRole:1"}`
    /// @throws IllegalArgumentException naming the key or value that is not understood; nothing is
    ///   changed then
    public void set(Map<String, String> changes) {
        Duration lag;
        synchronized (this) {
            FaultSettings changed = settings;
            for (Map.Entry<String, String> change : changes.entrySet()) {
                changed = changed.with(change.getKey(), change.getValue());
            }
            settings = changed;
            lag = changed.lag();
        }
        readLag.accept(lag);
    }

    /// Sets one, as [#set(Map)] does.
    public void set(String key, String value) {
        set(Map.of(key, value));
    }

    /// Whether the next call to IAM is throttled.
    public boolean throttles() {
        return happens(settings().throttle());
    }

    /// What becomes of the next event on its way.
    public Delivery delivery() {
        FaultSettings now = settings();
        if (happens(now.lose())) {
            return Delivery.LOST;
        }
        if (happens(now.reorder())) {
            return Delivery.AFTER_THE_NEXT;
        }
        return happens(now.twice()) ? Delivery.TWICE : Delivery.ONCE;
    }

    /// Whether a queue hands out the next message two times.
    public boolean deliversTwice() {
        return happens(settings().twice());
    }

    /// What can become of an event on its way.
    public enum Delivery {
        /// As it should be.
        ONCE,
        /// Two times.
        TWICE,
        /// Never.
        LOST,
        /// Once the next event was delivered.
        AFTER_THE_NEXT
    }

    /// Whether this call of an operation is to fail.
    public synchronized boolean takeFailure(String operation) {
        boolean fails = settings.fail().containsKey(operation);
        if (fails) {
            settings = settings.withoutOneFailure(operation);
        }
        return fails;
    }

    private synchronized boolean happens(double probability) {
        return probability > 0 && chance.nextDouble() < probability;
    }
}
