package dev.profileguard.sandbox.fault;

import java.util.Locale;

/// What can be wrong with EC2 in a region.
public enum RegionFault {
    /// A service control policy denies every call.
    DENIED,
    /// Every call exceeds the request limit.
    THROTTLED,
    /// The service does not work.
    DOWN;

    /// As users write it, such as `down`.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
