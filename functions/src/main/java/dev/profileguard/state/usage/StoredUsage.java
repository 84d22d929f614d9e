package dev.profileguard.state.usage;

import dev.profileguard.compute.KeptUsage;
import org.jspecify.annotations.Nullable;

/// What is in the table about the usage of a profile.
public sealed interface StoredUsage {
    /// Nothing.
    record None() implements StoredUsage {}

    /// What an earlier sweep stored.
    record Kept(KeptUsage usage) implements StoredUsage {}

    /// An item that no sweep of this version writes. The next sweep replaces it.
    record Unreadable() implements StoredUsage {}

    /// What an earlier sweep stored; null: nothing that can be read.
    default @Nullable KeptUsage readable() {
        return switch (this) {
            case Kept(KeptUsage usage) -> usage;
            case None none -> null;
            case Unreadable unreadable -> null;
        };
    }
}
