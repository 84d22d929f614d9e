package dev.profileguard.sandbox.timeline;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What happened in the sandbox, in order: the last 100,000 entries and the last 100,000 findings.
/// Thread-safe.
public final class Timeline {
    private static final ScopedValue<String> INVOCATION = ScopedValue.newInstance();

    private final Kept<Entry> entries = new Kept<>();
    private final Kept<Map<String, @Nullable Object>> findings = new Kept<>();

    private final Map<String, String> decisions = new HashMap<>();

    /// An empty timeline.
    public Timeline() {}

    /// Does an invocation's work. What the function adds on this thread has the invocation's ID.
    public static <T> T during(String requestId, Supplier<T> work) {
        return ScopedValue.where(INVOCATION, requestId).call(work::get);
    }

    /// Adds an entry.
    public synchronized void add(Entry entry) {
        entries.add(
                entry.lacksInvocation() && INVOCATION.isBound()
                        ? entry.during(INVOCATION.get())
                        : entry);
        notifyAll();
    }

    /// Adds a finding, as the function sent it.
    public synchronized void addFinding(Map<String, @Nullable Object> finding) {
        findings.add(finding);
    }

    /// Stores the decision of an invocation, for the entry that is added when it ends.
    public synchronized void decided(String requestId, String decision) {
        decisions.put(requestId, decision);
    }

    /// The decision of an invocation that has ended; null: the function reported none.
    public synchronized @Nullable String decision(String requestId) {
        return decisions.remove(requestId);
    }

    /// All entries, in the order in which they were added.
    public synchronized List<Entry> entries() {
        return entries.all();
    }

    /// The entries that were added after the one with this number, in that order.
    ///
    /// @param number 0: from the start
    /// @param most only the latest ones, at most as many as this
    public synchronized Part<Entry> entriesAfter(long number, int most) {
        return entries.after(number, most);
    }

    /// Waits until an entry has a greater number than this, or the time is over.
    ///
    /// @throws InterruptedException when the thread is interrupted
    public synchronized void await(long number, Duration time) throws InterruptedException {
        long until = System.nanoTime() + time.toNanos();
        long left = time.toMillis();
        while (entries.added() <= number && left > 0) {
            wait(left);
            left = Duration.ofNanos(until - System.nanoTime()).toMillis();
        }
    }

    /// All entries, oldest first. A call is added when it ends, so that overlapping calls can be
    /// added in another order.
    public List<Entry> byTime() {
        return entries().stream().sorted(Comparator.comparing(Entry::time)).toList();
    }

    /// The entries of a kind, oldest first.
    public List<Entry> entries(Entry.Kind kind) {
        return entries().stream().filter(entry -> entry.kind() == kind).toList();
    }

    /// All findings as sent, oldest first.
    public synchronized List<Map<String, @Nullable Object>> findings() {
        return findings.all();
    }

    /// The findings that were added after the one with this number.
    ///
    /// @param number 0: from the start
    /// @param most only the latest ones, at most as many as this
    public synchronized Part<Map<String, @Nullable Object>> findingsAfter(long number, int most) {
        return findings.after(number, most);
    }
}
