package dev.profileguard.sandbox.fault;

import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The faults that can be switched on. The random numbers have a fixed seed, so that the same calls
/// meet the same faults. Thread-safe.
public final class Faults {
    private static final long SEED = 20250101;

    private final Random random = new Random(SEED);
    private final Consumer<Duration> readLag;
    private FaultSettings settings = FaultSettings.NONE;
    private volatile BiConsumer<String, String> observer = (caller, operation) -> {};

    /// No faults.
    ///
    /// @param readLag called with the lag between writes and reads after each change of settings
    public Faults(Consumer<Duration> readLag) {
        this.readLag = readLag;
    }

    /// Tells an observer about each call of EC2, Auto Scaling and EKS before it is made: the ARN of
    /// the caller, and the operation. What the observer throws ends the call.
    public void beforeRegionalCalls(BiConsumer<String, String> newObserver) {
        observer = newObserver;
    }

    /// A call of EC2, Auto Scaling or EKS is about to be made.
    ///
    /// @param caller its ARN
    public void observe(String caller, String operation) {
        observer.accept(caller, operation);
    }

    /// The current settings.
    public synchronized FaultSettings settings() {
        return settings;
    }

    /// Changes the named settings and keeps the others.
    ///
    /// @param changes such as `{"throttle": "0.05", "fail": "CreateRole:1"}`
    /// @throws IllegalArgumentException naming the key or value that is wrong; no setting changes
    ///   then
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

    /// Changes one setting, as [#set(Map)] does.
    public void set(String key, String value) {
        set(Map.of(key, value));
    }

    /// Whether the next call to IAM is throttled.
    public boolean throttles() {
        return happens(settings().throttle());
    }

    /// What is wrong with EC2 in a region; null: nothing.
    ///
    /// @param region such as `us-east-1`
    public @Nullable RegionFault ec2(String region) {
        Map<String, RegionFault> regions = settings().ec2();
        return regions.getOrDefault(region, regions.get(FaultSettings.EVERY_REGION));
    }

    /// How the next event is delivered.
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

    /// Whether a queue delivers the next message twice.
    public boolean deliversTwice() {
        return happens(settings().twice());
    }

    /// How an event can be delivered.
    public enum Delivery {
        /// Once, as it should be.
        ONCE,
        /// Twice.
        TWICE,
        /// Never.
        LOST,
        /// After the next event.
        AFTER_THE_NEXT
    }

    /// Whether this call of an operation must fail.
    public synchronized boolean takeFailure(String operation) {
        boolean fails = settings.fail().containsKey(operation);
        if (fails) {
            settings = settings.withoutOneFailure(operation);
        }
        return fails;
    }

    private synchronized boolean happens(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }
}
