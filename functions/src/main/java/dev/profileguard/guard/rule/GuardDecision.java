package dev.profileguard.guard.rule;

import dev.profileguard.reconcile.Decision;

/// What ProfileGuard decides about a profile.
public enum GuardDecision implements Decision {
    /// Nothing guards the profile.
    NOT_GUARDED("not-guarded"),
    /// Guarded, yet without a role so far: nothing to record.
    INCOMPLETE("incomplete"),
    /// Guarded and gone, and never recorded: nothing to put back.
    NOTHING_RECORDED("nothing-recorded"),
    /// Recorded for the first time.
    RECORDED("recorded"),
    /// As the baseline has it.
    NO_DRIFT("no-drift"),
    /// Put back, or to be put back.
    REVERT("revert"),
    /// Not as the baseline has it, and no write can help.
    CANNOT_REPAIR("cannot-repair"),
    /// The change became the baseline.
    ADOPTED("adopted"),
    /// A newer decision is on record.
    SUPERSEDED("superseded"),
    /// The guard of the profile ended.
    GUARD_ENDED("guard-ended"),
    /// Left alone: the profile is released.
    RELEASED("released"),
    /// Left alone for a while: nothing shows who changed it.
    UNEXPLAINED("unexplained");

    private final String text;

    GuardDecision(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public boolean isConclusive() {
        return switch (this) {
            case INCOMPLETE, SUPERSEDED, RELEASED -> false;
            case NOT_GUARDED, NOTHING_RECORDED, RECORDED, NO_DRIFT -> true;
            case REVERT, CANNOT_REPAIR, ADOPTED, GUARD_ENDED, UNEXPLAINED -> true;
        };
    }

    @Override
    public boolean isNoteworthy() {
        return switch (this) {
            case RECORDED, ADOPTED, GUARD_ENDED, UNEXPLAINED -> true;
            case NOT_GUARDED, INCOMPLETE, NOTHING_RECORDED, NO_DRIFT -> false;
            case REVERT, CANNOT_REPAIR, SUPERSEDED, RELEASED -> false;
        };
    }
}
