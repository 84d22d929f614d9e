package dev.profileguard.state.pause;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Tells whether all writes are paused.
@FunctionalInterface
public interface Pauses {
    /// Never paused: for what writes nothing.
    Pauses NONE = () -> null;

    /// How long the answer counts that writes are not paused.
    Duration COUNTS = Duration.ofSeconds(2);

    /// The pause that is in force now; null: writes are allowed.
    ///
    /// @throws dev.profileguard.state.stored.UnreadableRecordException if the stored pause has
    ///   another form: then nobody knows, and nothing is written
    /// @throws software.amazon.awssdk.core.exception.SdkException if it cannot be read: then nobody
    ///   knows, and nothing is written
    @Nullable Pause current();

    /// The pause that is in force, as it was read less than [#COUNTS] ago. Throws as [#current()]
    /// does.
    default Look recent(Instant now) {
        return new Look(current(), now);
    }

    /// A look at the pause.
    ///
    /// @param pause null: writes are allowed
    /// @param at when it was read, or shortly before
    record Look(@Nullable Pause pause, Instant at) {}
}
