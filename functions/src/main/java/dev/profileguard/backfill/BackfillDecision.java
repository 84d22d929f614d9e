package dev.profileguard.backfill;

import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Reaction;

/// Backfill's own decision. The rules make all others.
public enum BackfillDecision implements Decision {
    /// Refused: the rule now requires other actions than the plan contains.
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

    @Override
    public Reaction reaction() {
        return Reaction.REFUSED;
    }
}
