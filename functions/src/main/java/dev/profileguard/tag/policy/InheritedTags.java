package dev.profileguard.tag.policy;

import java.util.List;

/// The tags that a profile takes from the role in it.
///
/// @param keys of the tags
/// @param win whether the role's value replaces one that the profile has of its own
public record InheritedTags(List<String> keys, boolean win) {
    /// Nothing is inherited.
    public static final InheritedTags NONE = new InheritedTags(List.of(), false);

    /// Takes a copy.
    public InheritedTags {
        keys = List.copyOf(keys);
    }
}
