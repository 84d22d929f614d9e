package dev.profileguard.iam.policy;

/// What became of an encoded authorization message.
public sealed interface Decoding {
    /// Nobody asked to decode it.
    record NotAsked() implements Decoding {}

    /// STS decoded it.
    record Known(DecodedMessage message) implements Decoding {}

    /// STS could not decode it, or could not be asked.
    ///
    /// @param why as a part of a sentence
    record Failed(String why) implements Decoding {}
}
