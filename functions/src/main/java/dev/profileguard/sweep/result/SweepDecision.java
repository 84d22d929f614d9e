package dev.profileguard.sweep.result;

import dev.profileguard.reconcile.Decision;

/// What a sweep says about itself, and about the way of the events.
public enum SweepDecision implements Decision {
    /// Every role and profile was evaluated.
    COMPLETE("sweep-complete"),
    /// Events can arrive, as far as this check shows.
    DELIVERS("delivers"),
    /// Something keeps events from the functions.
    DELIVERY_FAULT("delivery-fault");

    private final String text;

    SweepDecision(String text) {
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
        return false;
    }
}
