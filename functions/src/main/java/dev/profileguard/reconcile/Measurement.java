package dev.profileguard.reconcile;

/// One number that a function measured.
///
/// @param name such as `DeliverySeconds`
public record Measurement(String name, double value, Unit unit) {
    /// What a number counts.
    public enum Unit {
        /// Things.
        COUNT,
        /// Time.
        SECONDS
    }

    static Measurement once(String name) {
        return new Measurement(name, 1, Unit.COUNT);
    }
}
