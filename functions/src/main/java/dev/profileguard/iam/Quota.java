package dev.profileguard.iam;

/// How many of a kind an account has, and may have.
public record Quota(int used, int limit) {
    /// Whether it may have no more.
    public boolean isReached() {
        return used >= limit;
    }

    /// The same with so many more in use; negative: fewer.
    public Quota with(int more) {
        return new Quota(used + more, limit);
    }
}
