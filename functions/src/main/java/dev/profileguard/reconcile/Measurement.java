package dev.profileguard.reconcile;

/// One number that a function measured.
///
/// @param name such as `DeliverySeconds`
public record Measurement(String name, double value, Unit unit) {
    /// The unit of a measurement.
    public enum Unit {
        /// A number of things.
        COUNT,
        /// A duration in seconds.
        SECONDS
    }

    static Measurement once(String name) {
        return new Measurement(name, 1, Unit.COUNT);
    }
}
