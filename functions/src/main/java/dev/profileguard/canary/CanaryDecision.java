package dev.profileguard.canary;

import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Reaction;

/// Canary's decisions.
public enum CanaryDecision implements Decision {
    /// The canary's tags were written.
    SENT("sent"),
    /// The tag was not written: all writes are paused.
    NOT_SENT("not-sent"),
    /// The event of the canary's write arrived.
    CAME_BACK("came-back"),
    /// The tag cannot be written: the profile has as many tags as IAM allows.
    CANNOT_TAG("cannot-tag"),
    /// AWS throttled the write. The next run writes again.
    THROTTLED("throttled"),
    /// Somebody deleted the canary's profile.
    PROFILE_GONE("profile-gone"),
    /// A function answered, and reports no problem.
    ANSWERED("answered"),
    /// Lambda could not invoke a function now. It is called again in the next run.
    NOT_READY("not-ready"),
    /// A function does not answer, or reports a problem. It is called again in the next run.
    UNAVAILABLE("unavailable");

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
        return switch (this) {
            case SENT, CANNOT_TAG, PROFILE_GONE, ANSWERED, UNAVAILABLE -> true;
            case NOT_SENT, CAME_BACK, NOT_READY, THROTTLED -> false;
        };
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
