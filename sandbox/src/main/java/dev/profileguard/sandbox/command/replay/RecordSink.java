package dev.profileguard.sandbox.command.replay;

import dev.profileguard.sandbox.export.NoRecord;

/// Takes what files hold, one after the other.
interface RecordSink {
    /// A record of CloudTrail's.
    void record(RawRecord record);

    /// Something else, which is left out.
    ///
    /// @param what it is and where it stands, as a sentence without its full stop
    default void other(NoRecord kind, String what) {
        throw new UnreadableFileException(what, null);
    }
}
