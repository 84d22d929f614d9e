package dev.profileguard.iam;

/// The number of resources of one type in an account, and the account's quota for them.
public record Quota(int used, int limit) {
    /// Whether the account may have no more of them.
    public boolean isReached() {
        return used >= limit;
    }

    /// A copy with another number in use.
    ///
    /// @param more added to `used`; may be negative
    public Quota with(int more) {
        return new Quota(used + more, limit);
    }
}
