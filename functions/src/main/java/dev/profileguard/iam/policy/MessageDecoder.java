package dev.profileguard.iam.policy;

/// Decodes encoded authorization messages.
@FunctionalInterface
public interface MessageDecoder {
    /// Decodes nothing: the setting is off, or the function has no use for it.
    MessageDecoder OFF = encoded -> new Decoding.NotAsked();

    /// Decodes one message. A message that cannot be decoded is an answer, not an error.
    Decoding decode(String encoded);
}
