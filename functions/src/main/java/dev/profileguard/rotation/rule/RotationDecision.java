package dev.profileguard.rotation.rule;

import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Reaction;

/// What ProfileRotation decides.
public enum RotationDecision implements Decision {
    /// The rotation is open: somebody has to do a step, or to wait.
    OPEN("rotation-open"),
    /// A step failed. The steps after it were not done.
    STOPPED("rotation-stopped"),
    /// Nothing uses the old profile any more. It can be deleted as soon as that has been so for a
    /// while.
    UNUSED("rotation-unused"),
    /// The old profile is gone, and the rotation is over.
    FINISHED("rotation-finished"),
    /// The rotation was given up, and is over.
    CANCELLED("rotation-cancelled"),
    /// The new profile was made, or its role was added.
    PROFILE_MADE("new-profile-made"),
    /// The new profile is there already.
    PROFILE_THERE("new-profile-there"),
    /// The new profile cannot be used, or the old one cannot be deleted.
    REFUSED("rotation-refused");

    private final String text;

    RotationDecision(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public boolean isConclusive() {
        return this == FINISHED || this == CANCELLED;
    }

    @Override
    public boolean isNoteworthy() {
        return this == STOPPED;
    }

    @Override
    public Reaction reaction() {
        return switch (this) {
            case STOPPED -> Reaction.FAILED;
            case REFUSED -> Reaction.REFUSED;
            case OPEN, UNUSED, FINISHED, CANCELLED, PROFILE_MADE, PROFILE_THERE ->
                    Reaction.UNCHANGED;
        };
    }
}
