package dev.profileguard.core;

import java.util.Locale;

/// What a rule made of an event or command.
public enum Decision {
    /// The function is switched off.
    OFF,
    /// The event is not one that the function acts on.
    NOT_FOR_US,
    /// Exempt by name, or owned by a service.
    NEVER_TOUCHED,
    /// Nothing guards the profile.
    NOT_GUARDED,
    /// Guarded, yet without a role so far: nothing to record.
    INCOMPLETE,
    /// Guarded and gone, and never recorded: nothing to put back.
    NOTHING_RECORDED,
    /// Recorded for the first time.
    RECORDED,
    /// As the baseline has it.
    NO_DRIFT,
    /// Put back, or to be put back.
    REVERT,
    /// Not as the baseline has it, and no write can help.
    CANNOT_REPAIR,
    /// The change became the baseline.
    ADOPTED,
    /// A newer decision is on record.
    SUPERSEDED,
    /// The guard of the profile ended.
    GUARD_ENDED,
    /// Left alone: the profile is released.
    RELEASED,
    /// Left alone for a while: nothing tells who changed it.
    UNEXPLAINED,
    /// Refused: what is to be done now is not what was planned.
    PLAN_CHANGED,
    /// AWS refused or did not answer, or it kept changing: nothing more was done about it.
    FAILED,
    /// Left alone: too many repairs.
    BREAKER_OPEN,
    /// The state was shown.
    SHOWN;

    /// As results show it, such as `no-drift`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
