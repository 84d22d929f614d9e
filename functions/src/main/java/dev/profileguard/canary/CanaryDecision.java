package dev.profileguard.canary;

import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Reaction;

/// Canary's decisions.
public enum CanaryDecision implements Decision {
    /// The canary's tag was written.
    SENT("sent"),
    /// The event of the canary's write arrived.
    CAME_BACK("came-back"),
    /// The tag cannot be written: the profile has as many tags as IAM allows.
    CANNOT_TAG("cannot-tag");

    private final String text;

    CanaryDecision(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public boolean isConclusive() {
        return this == CANNOT_TAG;
    }

    @Override
    public boolean isNoteworthy() {
        return false;
    }

    @Override
    public Reaction reaction() {
        return Reaction.NONE;
    }
}
