package dev.profileguard.resource;

import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;

/// Reads the policies of keys and buckets.
@FunctionalInterface
public interface ResourcePolicies {
    /// Searches policies. What cannot be read is part of the result.
    ///
    /// @param texts what to search for, such as the ID of a role
    /// @param places where
    /// @param hasTime whether there is time for more calls; asked by several threads
    PolicySearch containing(Set<String> texts, List<SearchPlace> places, BooleanSupplier hasTime);
}
