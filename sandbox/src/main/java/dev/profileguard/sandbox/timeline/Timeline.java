package dev.profileguard.sandbox.timeline;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happened in the sandbox, in order: the last 100,000 entries and the last 100,000 findings.
/// Thread-safe.
public final class Timeline {
    private static final int KEPT = 100_000;

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final Deque<Map<String, @Nullable Object>> findings = new ArrayDeque<>();

    private final Map<String, String> decisions = new HashMap<>();

    /// An empty timeline.
    public Timeline() {}

    /// Adds an entry.
    public synchronized void add(Entry entry) {
        keep(entries, entry);
    }

    /// Adds a finding, as the function sent it.
    public synchronized void addFinding(Map<String, @Nullable Object> finding) {
        keep(findings, finding);
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
        return new ArrayList<>(entries);
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
        return new ArrayList<>(findings);
    }

    private static <T> void keep(Deque<T> deque, T value) {
        deque.add(value);
        if (deque.size() > KEPT) {
            deque.remove();
        }
    }
}
