package dev.profileguard.state.pause;

import dev.profileguard.state.stored.ReadAhead;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The pause as it was read together with the record of what may be written. Only if that was too
/// long ago, it is read again.
public final class ReadAheadPauses implements Pauses {
    private final PauseStore store;
    private final ReadAhead reads;

    /// @param store whose item the reads of records take along
    public ReadAheadPauses(PauseStore store, ReadAhead reads) {
        this.store = store;
        this.reads = reads;
    }

    @Override
    public @Nullable Pause current() {
        return store.current();
    }

    @Override
    public Look recent(Instant now) {
        ReadAhead.Found found = reads.found(PauseStore.KEY);
        return found == null
                ? Pauses.super.recent(now)
                : new Look(store.inForce(found.item()), found.at());
    }
}
