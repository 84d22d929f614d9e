package dev.profileguard.backfill;

import dev.profileguard.reconcile.Decision;

/// What Backfill decides itself; everything else the rules decide.
public enum BackfillDecision implements Decision {
    /// Refused: what is to be done now is not what was planned.
    PLAN_CHANGED("plan-changed");

    private final String text;

    BackfillDecision(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public boolean isConclusive() {
        return false;
    }

    @Override
    public boolean isNoteworthy() {
        return true;
    }
}
