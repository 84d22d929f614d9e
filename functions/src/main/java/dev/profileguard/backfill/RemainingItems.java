package dev.profileguard.backfill;

import dev.profileguard.backfill.PlanStore.Planned;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The items of a plan that are still to be applied, in order.
///
/// Not thread-safe.
final class RemainingItems {
    private final Map<String, Planned> items = new LinkedHashMap<>();

    RemainingItems(List<Planned> items) {
        items.forEach(item -> this.items.put(item.key(), item));
    }

    /// Removes and returns the next item; null: there is none.
    @Nullable Planned next() {
        Planned next = items.isEmpty() ? null : items.values().iterator().next();
        if (next != null) {
            items.remove(next.key());
        }
        return next;
    }

    /// The first item for a subject and a rule; null: none.
    ///
    /// @param target a [Planned#target]
    @Nullable Planned first(String target) {
        return items.values().stream()
                .filter(item -> item.target().equals(target))
                .findFirst()
                .orElse(null);
    }

    /// Removes and returns the first item for a subject and a rule; null: none.
    @Nullable Planned remove(String target) {
        Planned first = first(target);
        return first == null ? null : items.remove(first.key());
    }
}
