package dev.profileguard.sandbox.aws.notify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// What was published to SNS topics and put onto EventBridge's bus: the last 100,000. Thread-safe.
public final class Notifications {
    private static final int KEPT = 100_000;

    private final Deque<Notification> all = new ArrayDeque<>();

    /// Nothing was sent.
    public Notifications() {}

    /// Everything, oldest first.
    public synchronized List<Notification> all() {
        return new ArrayList<>(all);
    }

    /// The messages to topics, oldest first.
    public List<Notification> messages() {
        return all().stream().filter(each -> each.channel().equals("sns")).toList();
    }

    /// The events that were put, oldest first.
    public List<Notification> events() {
        return all().stream().filter(each -> each.channel().equals("events")).toList();
    }

    synchronized void add(Notification notification) {
        all.add(notification);
        if (all.size() > KEPT) {
            all.remove();
        }
    }
}
