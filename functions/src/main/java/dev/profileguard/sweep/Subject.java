package dev.profileguard.sweep;

import java.util.Locale;

/// A role or an instance profile of the account. A sweep goes through roles first, since a role may
/// get a profile by it; then through profiles; both by name without regard to case.
///
/// @param name as IAM spells it
public record Subject(Kind kind, String name) {
    /// What it is. In the order in which a sweep goes through them.
    public enum Kind {
        /// A role.
        ROLE("role", 1),
        /// An instance profile.
        PROFILE("instance-profile", 2);

        private final String text;
        private final int order;

        Kind(String text, int order) {
            this.text = text;
            this.order = order;
        }

        /// As findings have it.
        public String text() {
            return text;
        }
    }

    /// The same for all spellings of the name.
    public String key() {
        return name.toLowerCase(Locale.ROOT);
    }

    /// What subjects are ordered by.
    public String sortKey() {
        return "%d-%s/%s".formatted(kind.order, kind.text(), key());
    }

    /// Such as `role/web`.
    @Override
    public String toString() {
        return kind.text() + "/" + name;
    }
}
