package dev.profileguard.tag.policy;

import dev.profileguard.iam.TagKeys;
import java.util.Arrays;
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

    /// Reads a comma-separated list of keys.
    ///
    /// @throws IllegalArgumentException saying which key is wrong
    public static InheritedTags parse(String list, boolean win) {
        List<String> keys =
                Arrays.stream(list.split(",", -1))
                        .map(String::strip)
                        .filter(key -> !key.isEmpty())
                        .toList();
        for (String key : keys) {
            String wrong = TagKeys.wrongKey(key);
            if (wrong != null) {
                throw new IllegalArgumentException("has '%s', which %s".formatted(key, wrong));
            }
            if (keys.stream().filter(key::equalsIgnoreCase).count() > 1) {
                throw new IllegalArgumentException("has %s twice".formatted(key));
            }
        }
        return new InheritedTags(keys, win);
    }
}
