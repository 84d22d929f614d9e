package dev.profileguard.provision.rule;

import dev.profileguard.reconcile.Decision;

/// What ProfileProvisioner decides about a role.
public enum ProvisionDecision implements Decision {
    /// EC2 may not assume the role: no profile of it would work.
    NOT_FOR_EC2("not-for-ec2"),
    /// The role is gone.
    ROLE_GONE("role-gone"),
    /// A profile holds the role.
    HAS_PROFILE("has-profile"),
    /// The role's tags ask to be left alone.
    OPTED_OUT("opted-out"),
    /// Infrastructure as code manages the role.
    LEFT_TO_CODE("left-to-code"),
    /// Others may still be at work: looked at again later.
    NOT_YET("not-yet"),
    /// A profile was made for the role, or is to be.
    PROVISION("provision"),
    /// Another profile stands where one is to be made.
    NAME_TAKEN("name-taken"),
    /// The account may have no more profiles, so that none can be made.
    QUOTA_REACHED("quota-reached"),
    /// A profile of our own was taken away, or is to be.
    RETIRE("retire"),
    /// Profiles that are not ours to take away keep the role from being deleted.
    BLOCKED("blocked"),
    /// No profile keeps the role from being deleted.
    NOT_BLOCKED("not-blocked");

    private final String text;

    ProvisionDecision(String text) {
        this.text = text;
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public boolean isConclusive() {
        return switch (this) {
            case NOT_FOR_EC2, ROLE_GONE, HAS_PROFILE, OPTED_OUT, LEFT_TO_CODE -> true;
            case PROVISION, NAME_TAKEN, QUOTA_REACHED -> true;
            case NOT_YET -> false;
            case RETIRE, BLOCKED, NOT_BLOCKED -> false; // judges only what blocks a deletion
        };
    }

    @Override
    public boolean isNoteworthy() {
        return false;
    }
}
