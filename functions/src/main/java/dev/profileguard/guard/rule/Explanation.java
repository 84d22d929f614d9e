package dev.profileguard.guard.rule;

import dev.profileguard.reconcile.Memory;
import dev.profileguard.state.ObservedProfile;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What is known about the drifts of a profile.
///
/// @param seen the profile, and the record after the adopted changes
/// @param adopted the record and the findings of the adopted changes; null: none was adopted
/// @param known the drifts whose cause is known
/// @param unknown the drifts whose cause is not known
/// @param unavailable why CloudTrail could not be asked; null: it answered, or was not needed
/// @param evidence what it rests on
record Explanation(
        ObservedProfile seen,
        Memory.@Nullable Adopted adopted,
        List<AttributedDrift> known,
        List<Drift> unknown,
        @Nullable String unavailable,
        Evidence evidence) {
    /// What the explanation rests on.
    enum Evidence {
        /// The event at hand, and perhaps some lookups in CloudTrail.
        EVENT,
        /// All lookups in CloudTrail.
        HISTORY
    }

    /// Takes copies.
    Explanation {
        known = List.copyOf(known);
        unknown = List.copyOf(unknown);
    }

    /// Whether no drift is left to be explained.
    boolean isComplete() {
        return unknown.isEmpty();
    }

    /// All drifts.
    List<Drift> drifts() {
        return Stream.concat(known.stream().map(AttributedDrift::drift), unknown.stream()).toList();
    }

    /// The same, because CloudTrail cannot be asked.
    Explanation without(String history) {
        return new Explanation(seen, adopted, known, unknown, history, evidence);
    }
}
