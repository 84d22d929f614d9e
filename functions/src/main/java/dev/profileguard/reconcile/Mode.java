package dev.profileguard.reconcile;

/// Whether a function writes to IAM.
public enum Mode {
    /// It does nothing.
    OFF("off"),
    /// It reports what it would do, and writes nothing to IAM.
    OBSERVE("observe"),
    /// It writes to IAM.
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
