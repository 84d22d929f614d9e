package dev.profileguard.sweep;

import java.util.Comparator;
import java.util.Locale;

/// A role or an instance profile of the account. A sweep goes through roles first, since a role may
/// get a profile by it; then through profiles; both by name without regard to case.
///
/// @param name as IAM spells it
public record Subject(Kind kind, String name) implements Comparable<Subject> {
    private static final Comparator<Subject> ORDER =
            Comparator.comparing(Subject::kind).thenComparing(Subject::key);

    /// What it is. In the order in which a sweep goes through them.
    public enum Kind {
        /// A role.
        ROLE("role"),
        /// An instance profile.
        PROFILE("instance-profile");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        /// As findings have it.
        public String text() {
            return text;
        }
    }

    /// Reads what [#toString()] wrote.
    ///
    /// @throws IllegalArgumentException when it is none
    static Subject parse(String text) {
        for (Kind kind : Kind.values()) {
            if (text.startsWith(kind.text() + "/")) {
                return new Subject(kind, text.substring(kind.text().length() + 1));
            }
        }
        throw new IllegalArgumentException("'%s' is no role and no profile".formatted(text));
    }

    /// The same for all spellings of the name.
    public String key() {
        return name.toLowerCase(Locale.ROOT);
    }

    /// The same order as of the subjects themselves, as a text.
    public String sortKey() {
        return "%d-%s/%s".formatted(kind.ordinal(), kind.text(), key());
    }

    @Override
    public int compareTo(Subject other) {
        return ORDER.compare(this, other);
    }

    /// Such as `role/web`.
    @Override
    public String toString() {
        return kind.text() + "/" + name;
    }
}
