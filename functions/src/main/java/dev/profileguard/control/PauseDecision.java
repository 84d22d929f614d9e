package dev.profileguard.control;

import dev.profileguard.reconcile.Decision;

/// The decisions about the pause of all writes.
public enum PauseDecision implements Decision {
    /// Writes are paused.
    PAUSED("paused"),
    /// Writes are allowed.
    NOT_PAUSED("not-paused");

    private final String text;

    PauseDecision(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public boolean isConclusive() {
        return true;
    }

    @Override
    public boolean isNoteworthy() {
        return this == PAUSED;
    }
}
