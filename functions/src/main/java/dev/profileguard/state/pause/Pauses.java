package dev.profileguard.state.pause;

import org.jspecify.annotations.Nullable;

/// Tells whether all writes are paused.
@FunctionalInterface
public interface Pauses {
    /// Never paused: for what writes nothing.
    Pauses NONE = () -> null;

    /// The pause that is in force now; null: writes are allowed.
    ///
    /// @throws dev.profileguard.state.stored.UnreadableRecordException if the stored pause has
    ///   another form: then nobody knows, and nothing is written
    /// @throws software.amazon.awssdk.core.exception.SdkException if it cannot be read: then nobody
    ///   knows, and nothing is written
    @Nullable Pause current();
}
