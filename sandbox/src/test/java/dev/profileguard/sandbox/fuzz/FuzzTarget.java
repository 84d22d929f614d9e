package dev.profileguard.sandbox.fuzz;

import java.util.List;

/// One way by which input from outside comes in.
interface FuzzTarget {
    /// The name of the folder with its stored inputs.
    String name();

    /// Real-looking inputs, which are mutated.
    List<String> seeds();

    /// Handles one input.
    ///
    /// @return whether it was accepted; false if it was refused as documented
    /// @throws AssertionError if it was neither
    boolean accepts(byte[] input);

    /// Forgets everything that earlier inputs have changed.
    default void close() {}
}
