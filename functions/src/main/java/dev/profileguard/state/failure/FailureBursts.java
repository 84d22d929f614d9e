package dev.profileguard.state.failure;

import dev.profileguard.iam.ChangedMeanwhileException;

/// The stored bursts of refused calls.
public interface FailureBursts {
    /// For functions that keep none.
    FailureBursts NONE =
            new FailureBursts() {
                @Override
                public FailureBurst load(String key) {
                    return FailureBurst.none(key);
                }

                @Override
                public void save(FailureBurst burst) {}
            };

    /// The burst with this key; one without events if there is none.
    FailureBurst load(String key);

    /// Stores a burst that was loaded and changed.
    ///
    /// @throws ChangedMeanwhileException if another invocation stored it since it was loaded
    void save(FailureBurst burst);
}
