package dev.profileguard.reconcile;

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
    /// Left alone: too many repairs.
    BREAKER_OPEN,
    /// The state was shown.
    SHOWN,
    /// EC2 may not assume the role: no profile of it would work.
    NOT_FOR_EC2,
    /// The role is gone.
    ROLE_GONE,
    /// A profile holds the role.
    HAS_PROFILE,
    /// The role's tags ask to be left alone.
    OPTED_OUT,
    /// Infrastructure as code manages the role.
    LEFT_TO_CODE,
    /// Others may still be at work: looked at again later.
    NOT_YET,
    /// A profile was made for the role, or is to be.
    PROVISION,
    /// Another profile stands where one is to be made.
    NAME_TAKEN,
    /// The account may have no more profiles, so that none can be made.
    QUOTA_REACHED,
    /// A profile of our own was taken away, or is to be.
    RETIRE,
    /// Profiles that are not ours to take away keep the role from being deleted.
    BLOCKED,
    /// No profile keeps the role from being deleted.
    NOT_BLOCKED,
    /// Nothing came of a message, which will come again, or of a subject in a sweep.
    FAILED,
    /// The tags are as the rules want them.
    COMPLIANT,
    /// Tags were set or removed, or would be.
    TAGGED,
    /// Tags are not as the rules want them, and no write can help.
    CANNOT_TAG,
    /// The role or profile no longer exists.
    GONE,
    /// The canary's tag was written.
    SENT,
    /// The event of the canary's write arrived.
    CAME_BACK;

    /// Whether all that the rule finds wrong was looked for, so that what is not found is over.
    public boolean isConclusive() {
        return switch (this) {
            case OFF, NOT_FOR_US, NEVER_TOUCHED, INCOMPLETE, SUPERSEDED, SHOWN -> false;
            case RELEASED, BREAKER_OPEN -> false; // left alone, whatever is wrong
            case NOT_GUARDED, NOTHING_RECORDED, RECORDED, NO_DRIFT -> true;
            case REVERT, CANNOT_REPAIR, ADOPTED, GUARD_ENDED, UNEXPLAINED -> true;
            case NOT_FOR_EC2, ROLE_GONE, HAS_PROFILE, OPTED_OUT, LEFT_TO_CODE -> true;
            case PROVISION, NAME_TAKEN, QUOTA_REACHED -> true;
            case RETIRE, BLOCKED, NOT_BLOCKED -> false; // only what is in a deletion's way
            case NOT_YET, FAILED, PLAN_CHANGED, SENT, CAME_BACK -> false;
            case COMPLIANT, TAGGED, CANNOT_TAG, GONE -> true;
        };
    }

    /// As results show it, such as `no-drift`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
