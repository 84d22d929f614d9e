package dev.profileguard.page;

import java.util.List;
import java.util.Map;

/// What a sweep knows of a role or profile.
///
/// @param picture the role, its profiles and the tags of both
/// @param users what uses the profile; empty: not known
/// @param otherRoles the tags of roles that actions add, by the role's name, as far as they are
///   known
public record PageState(
        PagePicture picture, List<String> users, Map<String, Map<String, String>> otherRoles) {
    /// Nothing is known.
    public static final PageState UNKNOWN =
            new PageState(new PagePicture(null, List.of(), null, null), List.of(), Map.of());

    /// Takes copies.
    public PageState {
        users = List.copyOf(users);
        otherRoles = Map.copyOf(otherRoles);
    }
}
