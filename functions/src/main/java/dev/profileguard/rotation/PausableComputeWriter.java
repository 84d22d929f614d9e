package dev.profileguard.rotation;

import dev.profileguard.compute.ComputeAction;
import dev.profileguard.compute.ComputeException;
import dev.profileguard.compute.ComputeWriter;
import dev.profileguard.state.pause.Pause;
import dev.profileguard.state.pause.Pauses;

/// Performs no action while all writes are paused. A rotation takes minutes, so it looks before
/// each action.
record PausableComputeWriter(ComputeWriter writer, Pauses pauses) implements ComputeWriter {
    /// The code of the error.
    static final String CODE = "Paused";

    @Override
    public String perform(ComputeAction action) {
        Pause pause = pauses.current();
        if (pause != null) {
            throw new ComputeException(
                    CODE, pause.sentence() + ". The rotation goes on when you ask for it again");
        }
        return writer.perform(action);
    }
}
