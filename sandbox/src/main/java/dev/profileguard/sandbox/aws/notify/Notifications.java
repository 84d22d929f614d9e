package dev.profileguard.sandbox.aws.notify;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The messages published to SNS topics and the events put on EventBridge's bus: the last 100,000.
/// Thread-safe.
public final class Notifications {
    private static final int MAX_NOTIFICATIONS = 100_000;

    private final Deque<Notification> all = new ArrayDeque<>();

    /// No notifications.
    public Notifications() {}

    /// All notifications, oldest first.
    public synchronized List<Notification> all() {
        return new ArrayList<>(all);
    }

    /// The messages to topics, oldest first.
    public List<Notification> messages() {
        return all().stream().filter(each -> each.channel().equals("sns")).toList();
    }

    /// The events that applications put, oldest first.
    public List<Notification> events() {
        return all().stream().filter(each -> each.channel().equals("events")).toList();
    }

    synchronized void add(Notification notification) {
        all.add(notification);
        if (all.size() > MAX_NOTIFICATIONS) {
            all.remove();
        }
    }
}
