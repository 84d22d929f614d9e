package dev.profileguard.compute;

/// Makes one change at a time to what starts or runs instances.
@FunctionalInterface
public interface ComputeWriter {
    /// Performs an action.
    ///
    /// @return what AWS calls the result: the number of a new version, the ID of a refresh or of an
    ///   association; empty: nothing
    /// @throws ComputeException if AWS refuses it or does not answer
    String perform(ComputeAction action);
}
