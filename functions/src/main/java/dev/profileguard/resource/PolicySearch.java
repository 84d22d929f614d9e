package dev.profileguard.resource;

import java.util.List;

/// What came of a search.
///
/// @param found the policies that contain what was searched for
/// @param read how many resources were looked at
/// @param left the places that were not searched, or not to their end, and can be searched by
///   another request
/// @param unknown why something could not be read, a sentence each; empty: nothing is missing apart
///   from what is left
public record PolicySearch(
        List<ResourcePolicy> found, int read, List<SearchPlace> left, List<String> unknown) {
    /// Nothing was searched.
    public static final PolicySearch NONE = new PolicySearch(List.of(), 0, List.of(), List.of());

    /// Takes copies.
    public PolicySearch {
        found = List.copyOf(found);
        left = List.copyOf(left);
        unknown = List.copyOf(unknown);
    }
}
