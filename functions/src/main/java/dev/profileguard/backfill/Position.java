package dev.profileguard.backfill;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A position in the order of a sweep, or in the items of a plan.
///
/// @param after the sort key of the last subject that was passed, or the key of the last item;
///   null: none
/// @param again the subjects before it that have to be evaluated once more, such as `role/web`
/// @param failed the [PlanItem#key]s among these that failed, and are not evaluated again
/// @param rounds how many invocations ended at this subject or item
public record Position(
        @Nullable String after, List<String> again, List<String> failed, int rounds) {
    /// The beginning.
    public static final Position START = new Position(null, List.of(), List.of(), 0);

    /// Without subjects that come again.
    public Position(@Nullable String after) {
        this(after, List.of(), List.of(), 1);
    }

    /// Takes a copy.
    public Position {
        again = List.copyOf(again);
        failed = List.copyOf(failed);
    }

    /// The same with the keys that failed.
    Position withFailed(List<String> keys) {
        return new Position(after, again, keys, rounds);
    }
}
