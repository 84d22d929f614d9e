package dev.profileguard.iam.policy;

import java.util.Collection;
import java.util.Comparator;

/// How much of a request a statement, or a part of it, applies to.
public enum Match {
    /// It does not apply.
    NO,
    /// It depends: on a value that the request does not say, or on which of several resources it
    /// is.
    PARTLY,
    /// It applies.
    FULLY;

    /// FULLY or NO.
    static Match of(boolean applies) {
        return applies ? FULLY : NO;
    }

    /// Both have to apply.
    Match and(Match other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /// The opposite.
    Match not() {
        return switch (this) {
            case NO -> FULLY;
            case PARTLY -> PARTLY;
            case FULLY -> NO;
        };
    }

    /// One of them has to apply; NO if there is none.
    static Match anyOf(Collection<Match> each) {
        return each.stream().max(Comparator.naturalOrder()).orElse(NO);
    }
}
