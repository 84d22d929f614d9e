package dev.profileguard.iam;

/// The result of an action.
public enum Effect {
    /// IAM was changed.
    DONE("done"),
    /// Nothing to do: IAM was already in the wanted state.
    ALREADY("already"),
    /// Not attempted, because the mode is `observe` or the run is a plan.
    WOULD_DO("would-do"),
    /// Not possible: the role that it needs no longer exists.
    ROLE_GONE("role-gone"),
    /// Not possible: the profile or role has reached the number of tags that IAM allows.
    TAGS_FULL("tags-full"),
    /// Not possible: the account has reached its quota of instance profiles.
    QUOTA_REACHED("quota-reached"),
    /// Not possible: IAM does not accept what it would make.
    REJECTED("rejected");

    private final String text;

    Effect(String text) {
        this.text = text;
    }

    /// The effect in results, such as `would-do`.
    public String text() {
        return text;
    }
}
