package dev.profileguard.iam;

/// What came of an action.
public enum Effect {
    /// IAM was changed.
    DONE("done"),
    /// Somebody had done it already, so that nothing was left to do.
    ALREADY("already"),
    /// Not tried: the mode is observe.
    WOULD_DO("would-do"),
    /// Not possible: the role that it needs no longer exists.
    ROLE_GONE("role-gone"),
    /// Not possible: the profile or role has as many tags as IAM allows.
    TAGS_FULL("tags-full"),
    /// Not possible: the account has as many profiles as its quota allows.
    QUOTA_REACHED("quota-reached");

    private final String text;

    Effect(String text) {
        this.text = text;
    }

    /// As results show it, such as `would-do`.
    public String text() {
        return text;
    }
}
