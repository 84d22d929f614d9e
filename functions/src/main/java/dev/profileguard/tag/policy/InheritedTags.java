package dev.profileguard.tag.policy;

import java.util.List;

/// The tags that a profile inherits from its role.
///
/// @param keys the keys of the tags
/// @param win whether the role's value replaces a different value of the profile
public record InheritedTags(List<String> keys, boolean win) {
    /// Nothing is inherited.
    public static final InheritedTags NONE = new InheritedTags(List.of(), false);

    /// Takes a copy.
    public InheritedTags {
        keys = List.copyOf(keys);
    }
}
