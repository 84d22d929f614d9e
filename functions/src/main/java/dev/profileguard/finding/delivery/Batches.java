package dev.profileguard.finding.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/// Splits what is sent into requests of a service.
///
/// @param most the number of items that a request may have
/// @param mostBytes the size of them all; a larger item gets a request of its own
record Batches(int most, int mostBytes) {
    /// The requests, none of them empty, in the order of the items.
    ///
    /// @param size the size of an item in bytes
    <T> List<List<T>> of(List<T> items, ToIntFunction<T> size) {
        List<List<T>> batches = new ArrayList<>();
        List<T> batch = new ArrayList<>();
        int bytes = 0;
        for (T item : items) {
            int more = size.applyAsInt(item);
            if (batch.size() == most || (!batch.isEmpty() && bytes + more > mostBytes)) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(item);
            bytes += more;
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
