package dev.profileguard.page;

import java.util.List;
import java.util.Map;

/// What a sweep knows of a role or profile.
///
/// @param picture the role, its profiles and the tags of both
/// @param users what uses the profile; empty: not known
public record PageState(PagePicture picture, List<String> users) {
    /// Nothing is known.
    public static final PageState UNKNOWN =
            new PageState(new PagePicture(null, List.of(), Map.of(), null), List.of());

    /// Takes a copy.
    public PageState {
        users = List.copyOf(users);
    }
}
