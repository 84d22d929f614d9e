package dev.profileguard.sandbox.aws.autoscaling.group;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The newest activities of all groups. Thread-safe.
final class Activities {
    private static final int MOST = 1000;

    private final Deque<Activity> newestFirst = new ArrayDeque<>();

    synchronized void add(Activity activity) {
        newestFirst.addFirst(activity);
        while (newestFirst.size() > MOST) {
            newestFirst.removeLast();
        }
    }

    /// Those of a region, the newest first, as Auto Scaling returns them.
    ///
    /// @param group null: of all groups
    synchronized List<Map<String, Object>> describe(String region, @Nullable String group) {
        return newestFirst.stream()
                .filter(each -> each.group().region().equals(region))
                .filter(each -> group == null || each.group().name().equals(group))
                .map(Activity::json)
                .toList();
    }
}
