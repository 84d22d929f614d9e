package dev.profileguard.state.repair;

import dev.profileguard.text.VisibleText;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A repair that was done. Repairs are stored for the breaker, and to recognize changes that were
/// already undone.
///
/// @param at when the last write was done, by the clock of the function; the repair undid earlier
///   changes
/// @param eventId the event that caused the repair
/// @param undone the change that was undone, in words; cut to [#MAX_UNDONE_LENGTH] characters
/// @param aspects what of the profile was restored
/// @param role the name of the role that the repair left in the profile; empty: it left none; null:
///   unknown, or the role was not restored
public record Repair(
        Instant at, String eventId, String undone, Set<Aspect> aspects, @Nullable String role) {
    /// What of a profile a change concerns.
    public enum Aspect {
        /// Whether it exists, and its ID.
        PROFILE("profile"),
        /// The role in it.
        ROLE("role"),
        /// The tag that guards it.
        GUARD_TAG("guard-tag");

        private final String text;

        Aspect(String text) {
            this.text = text;
        }

        /// As it is stored, such as `guard-tag`.
        public String text() {
            return text;
        }
    }

    /// The maximum number of repairs that are stored. It is also the maximum of the breaker's
    /// setting.
    public static final int MAX_REPAIRS = 100;

    /// The maximum length of `undone`. A call can have 50 tag keys of 128 characters.
    /// [#MAX_REPAIRS] repairs, with up to three bytes a character, must fit into a DynamoDB item of
    /// 400 KB.
    public static final int MAX_UNDONE_LENGTH = 500;

    /// A repair that may have restored everything.
    public Repair(Instant at, String eventId, String undone) {
        this(at, eventId, undone, EnumSet.allOf(Aspect.class), null);
    }

    /// Cuts `undone` to its maximum length.
    public Repair {
        aspects = Set.copyOf(aspects);
        if (undone.length() > MAX_UNDONE_LENGTH) {
            undone = VisibleText.cut(undone, MAX_UNDONE_LENGTH - 3);
        }
    }
}
