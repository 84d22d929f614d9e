package dev.profileguard.iam;

import java.util.Locale;

/// What came of an action.
public enum Effect {
    /// IAM was changed.
    DONE,
    /// Somebody had done it already, so that nothing was left to do.
    ALREADY,
    /// Not tried: the mode is observe.
    WOULD_DO,
    /// Not possible: the role that it needs no longer exists.
    ROLE_GONE,
    /// Not possible: the profile or role has as many tags as IAM allows.
    TAGS_FULL,
    /// Not possible: the account has as many profiles as its quota allows.
    QUOTA_REACHED;

    /// As results show it, such as `would-do`.
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
