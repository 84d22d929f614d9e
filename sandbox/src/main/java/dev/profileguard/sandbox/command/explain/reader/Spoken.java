package dev.profileguard.sandbox.command.explain.reader;

import java.util.Map;

/// A sentence of AWS in a text.
///
/// @param values what stands in its variable parts
record Spoken(int start, int end, Sentence sentence, Map<String, String> values) implements Part {
    /// The whole sentence in English.
    String text() {
        return sentence.filled(values);
    }
}
