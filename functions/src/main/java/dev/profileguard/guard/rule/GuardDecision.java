package dev.profileguard.guard.rule;

import dev.profileguard.reconcile.Decision;
import dev.profileguard.reconcile.Reaction;

/// ProfileGuard's decisions about a profile.
public enum GuardDecision implements Decision {
    /// The profile is not guarded.
    NOT_GUARDED("not-guarded"),
    /// A service owns the profile, or only `*` guards it and it looks like a service's. The same
    /// text as that of profiles that are not even read; but here, everything was evaluated.
    SERVICE_OWNED("never-touched"),
    /// Guarded, but without a role: nothing to record.
    INCOMPLETE("incomplete"),
    /// Guarded and deleted, but never recorded: nothing to restore.
    NOTHING_RECORDED("nothing-recorded"),
    /// Recorded for the first time.
    RECORDED("recorded"),
    /// The profile matches its baseline.
    NO_DRIFT("no-drift"),
    /// Drift was reverted, or would be.
    REVERT("revert"),
    /// Differs from the baseline, and no IAM call can repair it.
    CANNOT_REPAIR("cannot-repair"),
    /// The change became the baseline.
    ADOPTED("adopted"),
    /// A newer decision is recorded.
    SUPERSEDED("superseded"),
    /// The profile is no longer guarded.
    GUARD_ENDED("guard-ended"),
    /// Not reverted: the profile is released.
    RELEASED("released"),
    /// Not reverted yet: CloudTrail does not show who changed it.
    UNEXPLAINED("unexplained"),
    /// The role is kept out: an instance that began to use the profile while it stood wrong would
    /// get it.
    WITHHELD("withheld"),
    /// The profile matches its baseline, but instances have the ID that it had before it was
    /// deleted.
    ASSOCIATING("associating"),
    /// The canary took the guard tag off its profile: set again, or it would be.
    CANARY("canary");

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
            case NOT_GUARDED, SERVICE_OWNED, NOTHING_RECORDED, RECORDED, NO_DRIFT -> true;
            case REVERT, CANNOT_REPAIR, ADOPTED, GUARD_ENDED, UNEXPLAINED, WITHHELD, ASSOCIATING ->
                    true;
            case CANARY -> true;
        };
    }

    /// The repairs of the canary's profile have a metric of their own.
    @Override
    public Reaction reaction() {
        return this == CANARY ? Reaction.NONE : Reaction.UNCHANGED;
    }

    @Override
    public boolean isNoteworthy() {
        return switch (this) {
            case RECORDED, ADOPTED, GUARD_ENDED, UNEXPLAINED, WITHHELD, ASSOCIATING -> true;
            case NOT_GUARDED, SERVICE_OWNED, INCOMPLETE, NOTHING_RECORDED, NO_DRIFT -> false;
            case REVERT, CANNOT_REPAIR, SUPERSEDED, RELEASED, CANARY -> false;
        };
    }
}
