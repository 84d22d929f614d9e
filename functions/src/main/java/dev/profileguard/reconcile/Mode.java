package dev.profileguard.reconcile;

/// How far a function goes.
public enum Mode {
    /// It does nothing.
    OFF("off"),
    /// It reports exactly what it would do.
    OBSERVE("observe"),
    /// It does it.
    ENFORCE("enforce");

    private final String text;

    Mode(String text) {
        this.text = text;
    }

    /// As settings and results have it, such as `observe`.
    public String text() {
        return text;
    }
}
