package dev.profileguard.sandbox.command.explain.reader;

/// A range of a [CompactText] that shows a refused call or a part of one.
sealed interface Part permits Mark, Spoken {
    /// Its first character.
    int start();

    /// The place after its last character.
    int end();
}
