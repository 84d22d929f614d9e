package dev.profileguard.sandbox.trail;

import dev.profileguard.sandbox.trail.export.NonRecord;

/// Receives the content of a file, value by value.
interface RecordSink {
    /// Receives a CloudTrail record.
    void record(RawRecord record);

    /// Receives something that is not a record.
    ///
    /// @param description what was found and where, as a sentence without a full stop
    /// @throws UnreadableFileException unless the sink accepts values that are not records
    default void nonRecord(NonRecord kind, String description) {
        throw new UnreadableFileException(description, null);
    }
}
