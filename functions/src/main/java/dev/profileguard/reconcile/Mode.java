package dev.profileguard.reconcile;

import java.util.Locale;

/// How far a function goes.
public enum Mode {
    /// It does nothing.
    OFF,
    /// It reports exactly what it would do.
    OBSERVE,
    /// It does it.
    ENFORCE;

    /// As settings and results have it, such as `observe`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
