package dev.profileguard.page;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A role, the profiles that contain it, and the tags of both.
///
/// @param role its name; null: no role
/// @param profiles their names; empty: no profile
/// @param roleTags the tags of the role; null: not read
/// @param profileTags the tags of the first profile; null: not read
public record PagePicture(
        @Nullable String role,
        List<String> profiles,
        @Nullable Map<String, String> roleTags,
        @Nullable Map<String, String> profileTags) {}
