package dev.profileguard.provision.rule;

import dev.profileguard.reconcile.Decision;

/// ProfileProvisioner's decisions about a role.
public enum ProvisionDecision implements Decision {
    /// EC2 may not assume the role, so a profile would not work.
    NOT_FOR_EC2("not-for-ec2"),
    /// The role no longer exists.
    ROLE_GONE("role-gone"),
    /// The role is in a profile.
    HAS_PROFILE("has-profile"),
    /// A tag of the role excludes it.
    OPTED_OUT("opted-out"),
    /// Infrastructure as code manages the role.
    LEFT_TO_CODE("left-to-code"),
    /// Others may still create the profile: evaluated again later.
    NOT_YET("not-yet"),
    /// A profile was created for the role, or would be.
    PROVISION("provision"),
    /// Another profile has the name.
    NAME_TAKEN("name-taken"),
    /// The account has reached its quota of instance profiles.
    QUOTA_REACHED("quota-reached"),
    /// Instances use the role's empty profile, and would get the role.
    IN_USE("in-use"),
    /// The profile was deleted for the role's deletion, which may still follow.
    DELETION_EXPECTED("deletion-expected"),
    /// A profile that ProfileProvisioner created was deleted, or would be.
    RETIRE("retire"),
    /// Profiles that ProfileProvisioner may not delete prevent the role's deletion.
    BLOCKED("blocked"),
    /// No profile prevents the role's deletion.
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
            case PROVISION, NAME_TAKEN, QUOTA_REACHED, IN_USE, DELETION_EXPECTED, RETIRE -> true;
            case NOT_YET -> false;
            case BLOCKED, NOT_BLOCKED -> false; // evaluates only what prevents a deletion
        };
    }

    @Override
    public boolean isNoteworthy() {
        return false;
    }
}
