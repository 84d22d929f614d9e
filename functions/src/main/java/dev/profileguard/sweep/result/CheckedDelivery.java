package dev.profileguard.sweep.result;

import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Whether events can reach the functions, and whether these have what they need for them.
///
/// @param way the checks of the way of the events
/// @param recordsBefore the check of the records before the sweep, which may write the first ones
/// @param recordsNow the same check now
public record CheckedDelivery(
        List<DeliveryCheck> way, DeliveryCheck recordsBefore, Supplier<DeliveryCheck> recordsNow) {
    /// Takes a copy.
    public CheckedDelivery {
        way = List.copyOf(way);
    }

    /// The faults before the sweep, as sentences; empty: none.
    public List<String> faults() {
        return Stream.concat(way.stream(), Stream.of(recordsBefore))
                .flatMap(check -> check.faults().stream())
                .toList();
    }

    /// The checks of now.
    List<DeliveryCheck> now() {
        return Stream.concat(way.stream(), Stream.of(recordsNow.get())).toList();
    }
}
